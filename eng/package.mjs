// npm run package: what administrators install, in artifacts/: Debian packages, and zips for Windows and macOS. What stands after
// `--` chooses: `npm run package -- linux-x64`. `--quick` packs loosely, and leaves machine code to be made at run time: for tests.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { join, relative } from 'node:path';
import { forServer, install } from './build.mjs';
import { capture, fail, root, run } from './processes.mjs';

const debian = { 'linux-x64': 'amd64', 'linux-arm64': 'arm64' };
const zipped = ['win-x64', 'osx-arm64'];
const artifacts = join(root, 'artifacts');

const quick = process.argv.includes('--quick');
const chosen = process.argv.slice(2).filter(argument => argument !== '--quick');

await run(async () => {
  await install();
  const targets = chosen.length > 0 ? chosen : [...Object.keys(debian), ...zipped];
  for (const target of targets) {
    if (!debian[target] && !zipped.includes(target)) fail(`There is no package for ${target}; there are ${[...Object.keys(debian), ...zipped].join(', ')}.`);
    console.log(`Building for ${target}…`);
    const program = await publish(target);
    const version = await builtVersion();
    const file = debian[target] ? await packDebian(program, version, debian[target]) : await packZip(program, version, target);
    console.log(`${relative(root, file)}, ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  }
  return 0;
});

/** The program with its own .NET in a folder, without what only a debugger reads, and without the starters of its parts. */
async function publish(target) {
  const folder = join(artifacts, target);
  rmSync(folder, { recursive: true, force: true });
  await quietly('The build', 'dotnet', [
    ...['publish', 'src/StatsService.Server', ...forServer, '--runtime', target, '--self-contained', '--output', folder],
    ...['--verbosity', 'quiet', '-clp:NoSummary', `-p:PublishReadyToRun=${!quick}`, '-p:DebugType=none', '-p:CopyDocumentationFilesFromPackages=false'],
  ]);
  const left = /^(.*\.(pdb|xml)|createdump(\.exe)?|(lib)?mscor(dbi|daccore.*)\.(so|dylib|dll)|Microsoft\.DiaSymReader\.Native\..*|StatsService\.(Functions|Cli)(\.exe|\.runtimeconfig\.json|\.deps\.json)?|web\.config)$/;
  for (const name of readdirSync(folder).filter(name => left.test(name))) rmSync(join(folder, name), { recursive: true });
  return folder;
}

/** The version that was built, such as 1.0.0 or 1.0.1-alpha.0.7. MinVer is there as soon as something was. */
async function builtVersion() {
  const { code, output } = await capture('dotnet', ['msbuild', 'src/StatsService', '-nologo', '-target:MinVer', '-getProperty:Version']);
  if (code !== 0) fail(`${output.trim()}\nThe build could not tell its version.`);
  return output.trim().split('\n').at(-1);
}

async function packDebian(program, version, architecture) {
  const tree = join(artifacts, `debian-${architecture}`);
  rmSync(tree, { recursive: true, force: true });
  const put = (from, to, mode = 0o644) => {
    mkdirSync(join(tree, to, '..'), { recursive: true });
    cpSync(join(root, from), join(tree, to), { recursive: true });
    if (statSync(join(tree, to)).isFile()) chmodSync(join(tree, to), mode);
  };

  put(relative(root, program), 'usr/lib/stats-service');
  for (const file of files(join(tree, 'usr/lib/stats-service'))) chmodSync(file, file.endsWith('/stats-service') ? 0o755 : 0o644);
  put('deploy/debian/stats-service', 'usr/bin/stats-service', 0o755);
  put('deploy/debian/stats-service.env', 'usr/share/stats-service/stats-service.env');
  put('deploy/debian/completion.bash', 'usr/share/bash-completion/completions/stats-service');
  put('deploy/debian/lintian-overrides', 'usr/share/lintian/overrides/stats-service');
  put('deploy/systemd/stats-service.sysusers', 'usr/lib/sysusers.d/stats-service.conf');
  for (const unit of ['stats-service.service', 'stats-service-backup.service', 'stats-service-backup.timer']) put(`deploy/systemd/${unit}`, `lib/systemd/system/${unit}`);
  for (const proxy of ['nginx.conf', 'apache.conf']) put(`deploy/proxy/${proxy}`, `usr/share/doc/stats-service/examples/${proxy}`);
  for (const page of ['server.md', 'configuration.md', 'cli.md']) put(`docs/${page}`, `usr/share/doc/stats-service/${page}`);
  write(join(tree, 'usr/share/man/man1/stats-service.1.gz'), gzipSync(readFileSync(join(root, 'deploy/debian/stats-service.1')), { level: 9 }));
  write(join(tree, 'usr/share/doc/stats-service/NEWS.gz'), gzipSync(readFileSync(join(root, 'CHANGELOG.md')), { level: 9 }));
  write(join(tree, 'usr/share/doc/stats-service/changelog.gz'), gzipSync(await changelog(version), { level: 9 }));
  write(join(tree, 'usr/share/doc/stats-service/copyright'), copyright());

  const data = files(tree);
  write(join(tree, 'DEBIAN/md5sums'), data.map(file => `${createHash('md5').update(readFileSync(file)).digest('hex')}  ${relative(tree, file)}\n`).join(''));
  const size = Math.ceil(data.reduce((sum, file) => sum + statSync(file).size, 0) / 1024);
  const values = { VERSION: debianVersion(version), ARCHITECTURE: architecture, SIZE: size };
  write(join(tree, 'DEBIAN/control'), readFileSync(join(root, 'deploy/debian/control'), 'utf8').replace(/\b(VERSION|ARCHITECTURE|SIZE)\b/g, name => values[name]));
  for (const script of ['postinst', 'prerm', 'postrm']) put(`deploy/debian/${script}`, `DEBIAN/${script}`, 0o755);

  const file = join(artifacts, `stats-service_${version}_${architecture}.deb`);
  removeEarlier(name => name.startsWith('stats-service_') && name.endsWith(`_${architecture}.deb`));
  await quietly('dpkg-deb', 'dpkg-deb', ['--root-owner-group', ...(quick ? ['-Zgzip', '-z1'] : ['-Zxz']), '--build', tree, file]);
  rmSync(tree, { recursive: true });
  return file;
}

async function packZip(program, version, target) {
  const named = join(artifacts, `stats-service-${version}-${target}`);
  rmSync(named, { recursive: true, force: true });
  cpSync(program, named, { recursive: true });
  removeEarlier(name => name.startsWith('stats-service-') && name.endsWith(`-${target}.zip`));
  await quietly('zip', 'zip', ['--quiet', '--recurse-paths', `${named}.zip`, relative(artifacts, named)], { cwd: artifacts });
  rmSync(named, { recursive: true });
  return `${named}.zip`;
}

/** So that one package of a kind is there, whatever versions were packed before. */
function removeEarlier(isOfTheKind) {
  for (const name of readdirSync(artifacts).filter(isOfTheKind)) rmSync(join(artifacts, name));
}

/** Runs a command whose output matters only where it fails. */
async function quietly(what, command, args, options = {}) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) fail(`${output.trim()}\n${what} failed: the reason stands above.`);
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort();
}

function write(file, content) {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content, { mode: 0o644 });
}

/** As Debian sorts versions: after a tilde, 1.0.0~rc.1 comes before 1.0.0. A hyphen would begin a revision of Debian's own. */
function debianVersion(version) {
  return version.replace('-', '~').replaceAll('-', '.');
}

/** Debian's form of a changelog; what changed is in NEWS. Its time is that of the last commit, so that packing again gives the same; files of an archive have that time too. */
async function changelog(version) {
  const { code, output } = await capture('git', ['log', '-1', '--format=%cD']);
  const time = code === 0 ? output.trim() : statSync(join(root, 'CHANGELOG.md')).mtime.toUTCString().replace('GMT', '+0000');
  const maintainer = /^Maintainer: (.*)$/m.exec(readFileSync(join(root, 'deploy/debian/control'), 'utf8'))[1];
  return `stats-service (${debianVersion(version)}) stable; urgency=medium\n\n  * What changed is in NEWS.gz.\n\n -- ${maintainer}  ${time}\n`;
}

function copyright() {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Stats Service

Files: *
Copyright: 2026 The Stats Service developers
License: AGPL-3.0-or-later

Files: usr/lib/stats-service/*
Copyright: .NET Foundation and contributors, Microsoft Corporation
License: MIT
Comment: .NET, ASP.NET Core and the libraries of Azure and OpenTelemetry that the program brings along.

License: AGPL-3.0-or-later
${readFileSync(join(root, 'LICENSE'), 'utf8').split('\n').map(line => ` ${line.trim() === '' ? '.' : line}`).join('\n')}

License: MIT
 Permission is hereby granted, free of charge, to any person obtaining a copy
 of this software and associated documentation files (the "Software"), to deal
 in the Software without restriction, including without limitation the rights
 to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 copies of the Software, and to permit persons to whom the Software is
 furnished to do so, subject to the following conditions:
 .
 The above copyright notice and this permission notice shall be included in all
 copies or substantial portions of the Software.
 .
 THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 SOFTWARE.
`;
}
