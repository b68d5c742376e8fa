// npm test: every test of the repository; arguments are for the test runner, for example: npm test -- --filter Clients
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install } from './build.mjs';
import { run, show } from './processes.mjs';
import { testDashboard } from './testDashboard.mjs';

const results = mkdtempSync(join(tmpdir(), 'stats-test-results-'));
const sum = { passed: 0, failed: 0 };
const failures = [];
process.on('exit', () => {
  rmSync(results, { recursive: true });
  // Once more at the end, because a CI shows the end of a log first.
  for (const failure of failures) console.log(`Failed: ${failure}\n`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
});

await run(async () => {
  await install();
  await build('StatsService.sln');
  const code = await show('dotnet', ['test', '--solution', 'StatsService.sln', '--configuration', 'Release', '--no-build', '--report-xunit-trx', '--results-directory', results, ...process.argv.slice(2)]);
  readdirSync(results).filter(name => name.endsWith('.trx')).forEach(add);
  // Arguments choose among the .NET tests.
  if (process.argv.length === 2) {
    const dashboard = await testDashboard();
    for (const outcome of Object.keys(sum)) sum[outcome] += dashboard[outcome];
  }
  return code !== 0 || sum.failed > 0 || sum.passed === 0 ? 1 : 0;
});

/** Adds the counts and the failures of one test project's result file. */
function add(file) {
  const text = readFileSync(join(results, file), 'utf8');
  const [counters] = /<Counters [^>]*>/.exec(text);
  for (const outcome of Object.keys(sum)) sum[outcome] += Number(new RegExp(` ${outcome}="(\\d+)"`).exec(counters)[1]);
  for (const [, name, output] of text.matchAll(/<UnitTestResult [^>]*testName="([^"]*)"[^>]*outcome="Failed"[^>]*>([\s\S]*?)<\/UnitTestResult>/g))
    failures.push(`${name}\n${output.replace(/<[^>]*>/g, '').trim()}`);
}
