// npm start: everything that a clean clone needs, then the service on this machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { build, chooseFlavour, install } from './build.mjs';
import { capture, fail, root, run, stopping } from './processes.mjs';
import { isFree, startAzurite } from './storage.mjs';

const port = process.env.PORT || '7071';

await run(async () => {
  if (!(await isFree(port))) fail(`Port ${port} is taken, so nothing was started: end what listens there, or choose another with PORT.`);
  await install();
  const settings = localSettings();
  const flavour = await chooseFlavour();
  const func = flavour === 'Package' && (await findCoreTools());
  if (!func) await build('src/StatsService.Server');

  const azurite = namesOtherStorage({ ...settings, ...process.env }) ? null : await startAzurite();
  try {
    const app = startApp(func, azurite, settings);
    const ended = once(app, 'exit').then(([code]) => code ?? 1);
    announce(func, azurite, ended);
    const code = await Promise.race([ended, stopped()]);
    await stopApp(app, ended);
    return code;
  } finally {
    await azurite?.stop();
  }
});

/**
 * The values of local.settings.json, which is made from the sample where it is missing; what it lacks is as in the sample,
 * except for the storage: where none is named, one is started.
 */
function localSettings() {
  const [sample, own] = ['local.settings.sample.json', 'local.settings.json'].map(name => join(root, name));
  if (!existsSync(own)) copyFileSync(sample, own);
  const { AzureWebJobsStorage, ...defaults } = values(sample);
  return { ...defaults, ...values(own) };
}

function values(file) {
  return JSON.parse(readFileSync(file, 'utf8')).Values ?? {};
}

function namesOtherStorage(settings) {
  const connection = settings.AzureWebJobsStorage ?? '';
  return !['', 'UseDevelopmentStorage=true'].includes(connection) || Object.keys(settings).some(name => name.startsWith('AzureWebJobsStorage__'));
}

/** Core Tools of npm or of the PATH; an installation that could not download its binary does not count. */
async function findCoreTools() {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const { code } = await capture('func', ['--version'], { env: { ...process.env, PATH: path }, shell: true });
  return code === 0 && path;
}

function startApp(func, azurite, settings) {
  const env = { ...settings, ...process.env, PORT: port };
  if (azurite) env.AzureWebJobsStorage = azurite.connectionString;
  // A process group of its own: a Ctrl-C of the terminal comes once, from this script.
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true };
  return func
    ? spawn('func', ['start', '--script-root', 'src/StatsService.Functions', '--port', port], { ...options, env: { ...env, PATH: func } })
    : spawn('dotnet', ['src/StatsService.Server/bin/Release/net10.0/stats-service.dll', 'serve'], { ...options, env });
}

async function stopApp(app, ended) {
  if (app.exitCode === null && app.signalCode === null) process.kill(-app.pid, 'SIGINT');
  await ended;
}

async function stopped() {
  if (!stopping.aborted) await once(stopping, 'abort');
  return 0;
}

/** Says once, when the service answers, where it is and how to go on. */
async function announce(func, azurite, ended) {
  const host = ['0.0.0.0', '::', undefined, ''].includes(process.env.LISTEN) || func ? '127.0.0.1' : process.env.LISTEN;
  const address = `http://${host}:${port}`;
  let over = false;
  ended.then(() => (over = true));
  while (!over && !(await answers(address))) await new Promise(resolve => setTimeout(resolve, 200));
  if (over) return;
  const runtime = func ? 'the Functions host (Core Tools)' : 'the server';
  const storage = azurite ? 'Azurite, data in .azurite/' : 'the storage that AzureWebJobsStorage names';
  console.log(`Stats Service answers at ${address}; the admin's key (ADMIN_TOKEN, or the one printed at the first start) makes client keys with POST ${address}/api/v1/client/; it runs on ${runtime} and ${storage}.`);
}

async function answers(address) {
  try {
    await (await fetch(address)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
