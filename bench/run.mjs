// Measures the service from nothing, in one go: builds it in Release, starts it on an empty Azurite, loads it,
// prints the tables, stops everything.
//
//   node bench/run.mjs [--anrs 20] [--clients 1] [--days 365]
import { build, chooseFlavour, install } from '../eng/build.mjs';
import { run, show } from '../eng/processes.mjs';

await run(async () => {
  await install();
  await chooseFlavour();
  await build('src/StatsService.LocalHost');
  await build('bench/StatsService.Bench');
  return show('dotnet', ['bench/StatsService.Bench/bin/Release/net10.0/StatsService.Bench.dll', 'all', ...process.argv.slice(2)]);
});
