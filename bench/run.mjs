#!/usr/bin/env node
// Measures the service from nothing, in one go: builds it in Release, starts it on an empty Azurite, loads it,
// prints the tables, stops everything.
//
//   node bench/run.mjs [--anrs 20] [--clients 1] [--days 365]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
// The flavour that every package feed can build; LocalHost runs the same functions in both.
const env = { FunctionsWorker: 'Surface', ...process.env };
const dotnet = (...args) => {
  const { status } = spawnSync('dotnet', args, { cwd: folder, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

for (const project of ['src/StatsService.LocalHost', 'bench/StatsService.Bench']) dotnet('build', project, '-c', 'Release', '-v', 'quiet', '--nologo');
dotnet('bench/StatsService.Bench/bin/Release/net10.0/StatsService.Bench.dll', 'all', ...process.argv.slice(2));
