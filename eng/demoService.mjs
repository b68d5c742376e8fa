import { join } from 'node:path';
import { build, install } from './build.mjs';
import { startService } from './service.mjs';
import { defaultSettings } from './settings.mjs';
import { fail, root, show } from './processes.mjs';

/** Starts the service on the data of the demonstration, which is brought up to today. */
export async function startDemo(options) {
  await install();
  await build('src/StatsService.Server');
  await build('eng/Demo');
  process.env.AZURITE_SAVE_SECONDS ??= '120';
  // MOSP knows nothing of invented objects.
  const service = await startService({ ...options, folder: join(root, '.azurite/demo'), settings: { ...defaultSettings(), MOSP_URL: 'off' } });
  console.log(`Sending the statistics of a year, which takes some minutes the first time; ${service.address} shows what is there.`);
  const code = await show('dotnet', ['eng/Demo/bin/Release/net10.0/StatsService.Demo.dll', service.address], { env: service.env }).catch(() => 1);
  if (code === 0) return service;
  await service.stop();
  fail('The demonstration is not complete: the reason stands above. Run it again to go on.');
}
