import { join } from 'node:path';
import { build, install } from './build.mjs';
import { startService } from './service.mjs';
import { defaultSettings } from './settings.mjs';
import { fail, root, show } from './processes.mjs';

/** Where the demonstration's data is: a SQLite file, by its path in the repository. */
export const demoFile = '.demo/stats.db';

/** Starts the service on the data of the demonstration, which is brought up to today. */
export async function startDemo(options) {
  await install();
  await build('src/StatsService.Server');
  await build('eng/Demo');
  // A storage account that the reader's shell names is not meant, and MOSP knows nothing of invented objects.
  const settings = { ...defaultSettings(), DATABASE_FILE: join(root, demoFile), AzureWebJobsStorage: '', MOSP_URL: 'off' };
  const service = await startService({ ...options, settings });
  console.log(`Sending the statistics of a year, which takes about a minute the first time; ${service.address} shows what is there.`);
  const code = await show('dotnet', ['eng/Demo/bin/Release/net10.0/StatsService.Demo.dll', service.address], { env: service.env }).catch(() => 1);
  if (code === 0) return service;
  await service.stop();
  fail('The demonstration is not complete: the reason stands above. Run it again to go on.');
}
