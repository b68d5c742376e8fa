// npm start: everything that a clean clone needs, then the service on this machine.
import { delimiter, join } from 'node:path';
import { isInstalled, publishServer } from './build.mjs';
import { capture, fail, root, run, stopped } from './processes.mjs';
import { startService } from './service.mjs';
import { localSettings } from './settings.mjs';
import { isFree } from './storage.mjs';

const port = process.env.PORT || '7071';

await run(async () => {
  if (!(await isFree(port))) fail(`Port ${port} is taken, so nothing was started: end what listens there, or choose another with PORT.`);
  // Whether Core Tools are there shows only when the npm packages are, and to publish the server meanwhile takes hardly longer.
  if (!isInstalled()) await publishServer();
  // Core Tools of npm come before those of the PATH.
  process.env.PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const settings = { ...localSettings(), ...process.env };
  const databaseFile = settings.DATABASE_FILE;
  // The Functions host knows Azure's storage only.
  const func = !databaseFile && (await findCoreTools());
  const command = func ? ['func', 'start', '--script-root', 'src/StatsService.Functions', '--port', port] : [...(await publishServer()), 'serve'];
  const service = await startService({ port, settings, command });
  const runtime = func ? 'the Functions host (Core Tools)' : 'the server';
  const storage = databaseFile ? `SQLite, data in ${databaseFile}` : service.azurite ? 'Azurite, data in .azurite/' : 'the storage that AzureWebJobsStorage names';
  const address = service.address.slice(0, -1);
  console.log(`Stats Service answers at ${address}; the admin's key (ADMIN_TOKEN, or the one printed at the first start) makes client keys with POST ${address}/api/v1/client/; it runs on ${runtime} and ${storage}.`);
  const code = await Promise.race([service.ended, stopped()]);
  await service.stop();
  return code;
});

/** Whether Core Tools are there; an installation that could not download its binary does not count. */
async function findCoreTools() {
  return (await capture('func', ['--version'], { shell: true })).code === 0;
}
