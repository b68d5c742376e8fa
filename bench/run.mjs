// Measures the service from nothing, in one go: builds it in Release, starts it on an empty Azurite, loads it,
// prints the tables, stops everything.
//
//   node bench/run.mjs [--anrs 20] [--clients 1] [--days 365]
//   node bench/run.mjs compare|freshness|memory|simulate|soak|wave|years [...]    (--help tells each command's options)
import { build, install } from '../eng/build.mjs';
import { run, show } from '../eng/processes.mjs';

await run(async () => {
  await install();
  await build('src/StatsService.Server');
  await build('bench/StatsService.Bench');
  const given = process.argv.slice(2);
  const command = given[0]?.startsWith('-') === false ? given : ['all', ...given];
  return show('dotnet', ['bench/StatsService.Bench/bin/Release/net10.0/StatsService.Bench.dll', ...command]);
});
