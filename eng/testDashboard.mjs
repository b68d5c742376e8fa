// npm run test:dashboard: the tests of the dashboard in a real browser, on the service as it was built last.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { capture, run, show } from './processes.mjs';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

// Sends what the other tests look at.
const preparation = 'What three front offices send is on the dashboard';

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await run(async () => {
    const { passed, failed } = await testDashboard();
    return failed > 0 || passed === 0 ? 1 : 0;
  });

/** Runs them, with Debian's Chromium, which is installed where it is missing; gives how many passed and failed. */
export async function testDashboard() {
  if (!existsSync(chromium)) await installChromium();
  const checked = await show('npm', ['run', '--silent', 'check:dashboard']);
  const { code, output } = await runTests([]);
  const count = name => Number(new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  // What can't be counted, such as a type error or a runner that ended at once, is one failure.
  const uncounted = checked !== 0 || (code !== 0 && count('fail') + count('cancelled') === 0) ? 1 : 0;
  const failed = await failedAgain(named('✖', output));
  const recovered = named('✖', output).length - failed.length;
  return { passed: count('pass') + recovered, failed: count('fail') + count('cancelled') - recovered + uncounted };
}

/** A browser on a busy machine may be looked at in the middle of an animation: what failed counts if it fails three times. */
async function failedAgain(names) {
  for (let tries = 1; tries < 3 && names.length > 0 && names.length <= 5; tries++) {
    console.log(`Trying again what failed: ${names.join('; ')}`);
    const { output } = await runTests([preparation, ...names]);
    names = names.filter(name => !named('✔', output).includes(name));
  }
  return names;
}

async function runTests(names) {
  const patterns = names.map(name => `--test-name-pattern=^${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`);
  const result = await capture(process.execPath, ['--test', '--test-reporter=spec', ...patterns, 'tests/dashboard']);
  console.log(result.output);
  return result;
}

const named = (mark, output) => [...new Set([...output.matchAll(new RegExp(`^${mark} (.+) \\([\\d.]+ms\\)$`, 'gm'))].map(match => match[1]))];

async function installChromium() {
  console.log('Installing Chromium…');
  const { code, output } = await capture('sh', ['-c', 'apt-get update -q && apt-get install -yq --no-install-recommends chromium']);
  if (code !== 0) console.error(`${output.trim()}\nChromium could not be installed, so the tests of the dashboard fail: install it, or set CHROMIUM to its path.`);
}
