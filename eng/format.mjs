// npm run format: brings the C# code into the repository's form; with -- --verify-no-changes only says what is not.
import { chooseFlavour } from './build.mjs';
import { run, show } from './processes.mjs';

await run(async () => {
  await chooseFlavour();
  return show('dotnet', ['format', 'StatsService.sln', ...process.argv.slice(2)]);
});
