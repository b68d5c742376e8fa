// npm test: every test of the repository; arguments are for the test runner, for example: npm test -- --filter Clients
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, chooseFlavour, install } from './build.mjs';
import { root, run, show } from './processes.mjs';
import { testDashboard } from './testDashboard.mjs';

const results = join(root, 'TestResults');
const sum = { passed: 0, failed: 0 };
process.on('exit', () => console.log(`${sum.passed} passed, ${sum.failed} failed`));

await run(async () => {
  await install();
  await chooseFlavour();
  await build('StatsService.sln');
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results);
  const code = await show('dotnet', ['test', '--solution', 'StatsService.sln', '--configuration', 'Release', '--no-build', '--report-xunit-trx', '--results-directory', results, ...process.argv.slice(2)]);
  readdirSync(results).filter(name => name.endsWith('.trx')).forEach(add);
  // Arguments choose among the .NET tests.
  if (process.argv.length === 2) {
    const dashboard = await testDashboard();
    for (const outcome of Object.keys(sum)) sum[outcome] += dashboard[outcome];
  }
  return code !== 0 || sum.failed > 0 || sum.passed === 0 ? 1 : 0;
});

/** Adds the counts of one test project's result file. */
function add(file) {
  const [counters] = /<Counters [^>]*>/.exec(readFileSync(join(results, file), 'utf8'));
  for (const outcome of Object.keys(sum)) sum[outcome] += Number(new RegExp(` ${outcome}="(\\d+)"`).exec(counters)[1]);
}
