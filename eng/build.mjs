import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, root, show } from './processes.mjs';

/** Installs the npm packages where package-lock.json names one that is not there, or is there in another version. */
export async function install() {
  if (isInstalled()) return;
  console.log('Installing the npm packages…');
  // npm checks each package against its hash in the lock file, so one from its cache is as good.
  if ((await show('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel', 'http'])) !== 0) fail('npm ci failed: the reason stands above.');
}

/** Whether the npm packages of package-lock.json are there. */
export function isInstalled() {
  // npm writes down here what it has installed.
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = packages(installed);
  return Object.entries(packages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || (optional && !there[path]) || there[path]?.version === version,
  );
}

function packages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/** Builds a project or the solution in Release, unless nothing has changed since it was built last. */
export function build(target) {
  return makeOnce(target, () => dotnet('build', target, '--configuration', 'Release', '--verbosity', 'minimal', '--nologo'));
}

/** What every build of a server to be run is told: the analyzers are for those who change the code, and the Functions host has builds of its own. */
export const forServer = ['--configuration', 'Release', '--nologo', '-p:RunAnalyzers=false', '-p:ForServer=true'];

/**
 * Publishes the server, compiled to machine code, so that its first calls don't wait for that; unless nothing has changed since. On a clean clone, which waits
 * for npm's server and the disk, the npm packages are installed and the dashboard is built meanwhile. Gives the command that begins with the server's
 * executable, without what it is to do.
 */
export async function publishServer() {
  const folder = 'artifacts/server';
  const installed = install();
  await makeOnce(folder, async () => {
    const parts = await Promise.allSettled([
      dotnet(
        // Beside npm on two cores, more processes of MSBuild take longer to start than they save.
        ...['publish', 'src/StatsService.Server', ...forServer, '--use-current-runtime', '--self-contained', 'false', '--verbosity', 'minimal', '-maxCpuCount:1'],
        ...['-p:PublishReadyToRun=true', '-p:GenerateDocumentationFile=false', '-p:WithDashboard=false', '--output', join(root, folder)],
      ),
      installed.then(buildDashboard),
    ]);
    // Only now, so that the reason is the last that is said.
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
    const beside = join(root, folder, 'wwwroot');
    rmSync(beside, { recursive: true, force: true });
    cpSync(join(root, 'src/StatsService.Functions/wwwroot'), beside, { recursive: true });
  });
  await installed;
  return ['dotnet', `${folder}/stats-service.dll`];
}

async function buildDashboard() {
  if ((await show('npm', ['run', '--silent', 'build:dashboard'])) !== 0) fail('The dashboard could not be built: the reason stands above.');
}

async function dotnet(...args) {
  // Compilers that end after seconds gain nothing from being compiled again by what they do most (profile-guided optimization).
  if ((await show('dotnet', args, { env: { ...process.env, DOTNET_TieredPGO: '0' } })) !== 0) fail('The build failed: the reason stands above.');
}

async function makeOnce(made, make) {
  const stamp = join(root, 'artifacts/built', made.replaceAll('/', '.'));
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  console.log(`Building ${made}…`);
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/** Changes with every file that a build could read: names, sizes and times of all of them. */
function fingerprint() {
  const hash = createHash('sha256');
  const made = ['bin', 'obj', 'wwwroot'];
  const visit = folder => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (made.includes(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else add(path);
    }
  };
  const add = path => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  for (const folder of ['src', 'eng', 'bench', 'tests']) visit(join(root, folder));
  for (const entry of readdirSync(root, { withFileTypes: true })) if (entry.isFile()) add(join(root, entry.name));
  return hash.digest('hex');
}
