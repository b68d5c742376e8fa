// npm run docs: writes docs/configuration.md anew from the settings that the code has.
import { build, chooseFlavour, install } from './build.mjs';
import { run, show } from './processes.mjs';

await run(async () => {
  await install();
  await chooseFlavour();
  await build('tests/StatsService.Tests');
  return show('dotnet', ['tests/StatsService.Tests/bin/Release/net10.0/StatsService.Tests.dll', '-class', '*ConfigurationPageTests'], { env: { ...process.env, WRITE_DOCS: '1' } });
});
