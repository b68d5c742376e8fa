// Tries the readers of foreign bytes with inputs that AFL invents, guided by which branches of the code each of them reaches.
//
//   node eng/fuzz.mjs stats tally mask dump [--minutes 60]    (side by side, or some of them; Linux, with the package afl++)
//
// What it found is in artifacts/fuzzing-<name>/default: crashes/, of which each file breaks the reader, and hangs/. To see why one does:
//
//   dotnet artifacts/fuzzing/StatsService.Fuzzing.dll <name> < FILE
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './build.mjs';
import { capture, fail, root, run, show } from './processes.mjs';

const inputs = 'tests/StatsService.Fuzzing';
const folder = 'artifacts/fuzzing';
const instrumented = ['StatsService', 'StatsService.Cli', 'StatsService.Functions', 'StatsService.Storage'];

await run(async () => {
  const { positionals: names, values: { minutes } } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string', default: '60' } } });
  const known = readdirSync(join(root, inputs, 'Corpus'));
  if (names.length === 0 || !names.every(name => known.includes(name))) fail(`Name what is to be tried: ${known.join(', ')}.`);
  await install();
  rmSync(join(root, folder), { recursive: true, force: true });
  await must('dotnet', 'publish', inputs, '--configuration', 'Release', '--nologo', '-p:PublishReadyToRun=false', '--verbosity', 'minimal', '--output', folder);
  await must('dotnet', 'tool', 'restore');
  for (const assembly of instrumented) await must('dotnet', 'sharpfuzz', `${folder}/${assembly}.dll`);
  console.log(`Trying ${names.join(', ')} for ${minutes} minutes…`);
  const broken = await Promise.all(names.map(name => attempt(name, Number(minutes) * 60)));
  return broken.includes(true) ? 1 : 0;
});

/** Tells whether any input breaks this reader, or takes it longer than 5 s. */
async function attempt(name, seconds) {
  const found = `${folder}-${name}`;
  rmSync(join(root, found), { recursive: true, force: true });
  const env = { ...process.env, AFL_SKIP_BIN_CHECK: '1', AFL_SKIP_CPUFREQ: '1', AFL_NO_AFFINITY: '1', AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES: '1', AFL_NO_UI: '1' };
  const words = existsSync(join(root, inputs, 'Words', name)) ? ['-x', `${inputs}/Words/${name}`] : [];
  const limits = ['-V', String(seconds), '-t', '5000', '-m', 'none'];
  const { code, output } = await capture('afl-fuzz', ['-i', `${inputs}/Corpus/${name}`, '-o', found, ...words, ...limits, 'dotnet', `${folder}/StatsService.Fuzzing.dll`, name], { env });
  if (code !== 0) fail(`${output.slice(-3000)}\nafl-fuzz failed: the reason stands above. It is in the package afl++.`);

  const figures = Object.fromEntries(readFileSync(join(root, found, 'default/fuzzer_stats'), 'utf8').split('\n').map(line => line.split(':').map(part => part.trim())));
  console.log(`${name}: ${figures.execs_done} inputs in ${figures.run_time} s, ${figures.corpus_count} of which reach something new; ${figures.saved_crashes} break the reader, ${figures.saved_hangs} take it more than 5 s.`);
  return Number(figures.saved_crashes) + Number(figures.saved_hangs) > 0;
}

async function must(command, ...args) {
  if ((await show(command, args)) !== 0) fail(`${command} ${args[0]} failed: the reason stands above.`);
}
