// Tries the readers of foreign bytes with inputs that AFL invents, guided by which branches of the code each of them reaches.
//
//   node eng/fuzz.mjs stats|tally|mask|dump [--minutes 60]    (Linux, with the package afl++)
//
// What it found is in artifacts/fuzzing-<name>/default: crashes/, of which each file breaks the reader, and hangs/. To see why one does:
//
//   dotnet artifacts/fuzzing/StatsService.Fuzzing.dll <name> < FILE
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './build.mjs';
import { capture, fail, root, run, show } from './processes.mjs';

const instrumented = ['StatsService', 'StatsService.Cli', 'StatsService.Functions', 'StatsService.Storage'];

await run(async () => {
  const { positionals: [name = ''], values: { minutes } } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string', default: '60' } } });
  const corpus = 'tests/StatsService.Fuzzing/Corpus';
  if (!readdirSync(join(root, corpus)).includes(name)) fail(`Name what is to be tried: ${readdirSync(join(root, corpus)).join(', ')}.`);
  await install();
  const folder = 'artifacts/fuzzing';
  rmSync(join(root, folder), { recursive: true, force: true });
  await must('dotnet', 'publish', 'tests/StatsService.Fuzzing', '--configuration', 'Release', '--nologo', '-p:PublishReadyToRun=false', '--verbosity', 'minimal', '--output', folder);
  await must('dotnet', 'tool', 'restore');
  for (const assembly of instrumented) await must('dotnet', 'sharpfuzz', `${folder}/${assembly}.dll`);

  const found = `${folder}-${name}`;
  rmSync(join(root, found), { recursive: true, force: true });
  const env = { ...process.env, AFL_SKIP_BIN_CHECK: '1', AFL_SKIP_CPUFREQ: '1', AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES: '1', AFL_NO_UI: '1' };
  const limits = ['-V', String(Number(minutes) * 60), '-t', '5000', '-m', 'none'];
  console.log(`Trying ${name} for ${minutes} minutes…`);
  const { code, output } = await capture('afl-fuzz', ['-i', `${corpus}/${name}`, '-o', found, ...limits, 'dotnet', `${folder}/StatsService.Fuzzing.dll`, name], { env });
  if (code !== 0) fail(`${output.slice(-3000)}\nafl-fuzz failed: the reason stands above. It is in the package afl++.`);

  const figures = Object.fromEntries(readFileSync(join(root, found, 'default/fuzzer_stats'), 'utf8').split('\n').map(line => line.split(':').map(part => part.trim())));
  console.log(`${name}: ${figures.execs_done} inputs in ${figures.run_time} s, ${figures.corpus_count} of which reach something new; ${figures.saved_crashes} break the reader, ${figures.saved_hangs} take it more than 5 s.`);
  return Number(figures.saved_crashes) + Number(figures.saved_hangs) > 0 ? 1 : 0;
});

async function must(command, ...args) {
  if ((await show(command, args)) !== 0) fail(`${command} ${args[0]} failed: the reason stands above.`);
}
