// npm run test:dashboard: the tests of the dashboard in a real browser, on the service as it is now.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build, install } from './build.mjs';
import { capture, run, show } from './processes.mjs';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await run(async () => {
    await install();
    await build('src/StatsService.Server');
    const { passed, failed } = await testDashboard();
    console.log(`${passed} passed, ${failed} failed`);
    return failed > 0 || passed === 0 ? 1 : 0;
  });

/** Runs them on the server as it was built last, with Debian's Chromium, which is installed where it is missing; gives how many passed and failed. */
export async function testDashboard() {
  await installChromium();
  const checked = await show('npm', ['run', '--silent', 'check:dashboard']);
  const { code, output } = await capture(process.execPath, ['--test', '--test-reporter=spec', 'tests/dashboard']);
  console.log(output);
  const count = name => Number(new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  // What can't be counted, such as a type error or a runner that ended at once, is one failure.
  return { passed: count('pass'), failed: failed + (checked !== 0 || (code !== 0 && failed === 0) ? 1 : 0) };
}

/** Installs Debian's Chromium where it is missing. */
export async function installChromium() {
  if (existsSync(chromium)) return;
  console.log('Installing Chromium…');
  const { code, output } = await capture('sh', ['-c', 'apt-get update -q && apt-get install -yq --no-install-recommends chromium']);
  if (code !== 0) console.error(`${output.trim()}\nChromium could not be installed, so the tests of the dashboard fail: install it, or set CHROMIUM to its path.`);
}
