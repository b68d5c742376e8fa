import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fail, root } from './processes.mjs';
import { defaultSettings } from './settings.mjs';
import { freePort, startAzurite } from './storage.mjs';

const server = configuration => ['dotnet', `src/StatsService.Server/bin/${configuration}/net10.0/stats-service.dll`, 'serve'];

/**
 * Starts the service, which must be built, and waits until it answers. Its storage is what the settings name: the file
 * DATABASE_FILE or a storage account; where they name none, an Azurite whose data is in `folder`.
 * Gives its address, the environment that reaches the same storage (the settings win over this script's), whether Azurite was started, a promise of its exit
 * code, and a function that ends everything with its data saved.
 * @param {{ folder?: string, port?: string | number, settings?: NodeJS.ProcessEnv, configuration?: string, command?: string[], under?: string[] }} options
 * `command` starts the service otherwise than by the server's executable; `under` is a program, with its arguments, that runs this command.
 */
export async function startService({ folder, port, settings = defaultSettings(), configuration = 'Release', command = server(configuration), under = [] }) {
  const azurite = namesStorage(settings) ? null : await startAzurite(folder);
  const listening = String(port ?? (await freePort()));
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...settings, PORT: listening };
  if (azurite) env.AzureWebJobsStorage = azurite.connectionString;
  // A process group of its own: Ctrl-C in a terminal reaches the script first, which then ends both in their order.
  const [program, ...args] = [...under, ...command];
  const app = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env, detached: true });
  const ended = once(app, 'exit').then(([code]) => code ?? 1);
  const service = {
    address: `http://${['0.0.0.0', '::', undefined, ''].includes(env.LISTEN) ? '127.0.0.1' : env.LISTEN}:${listening}/`,
    env,
    azurite: azurite !== null,
    ended,
    async stop() {
      if (app.exitCode === null && app.signalCode === null) process.kill(-app.pid, 'SIGINT');
      await ended;
      await azurite?.stop();
    },
  };
  let over = false;
  ended.then(() => (over = true));
  await until(async () => over || (await answers(service.address)), 'the service answers', 120).catch(async late => {
    await service.stop();
    throw late;
  });
  if (!over) return service;
  await azurite?.stop();
  fail('The service ended at once: the reason stands above.');
}

/** Waits until a question is answered with yes; a question that can't be asked yet counts as no. */
export async function until(question, what, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await question().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain until ${what}.`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function answers(address) {
  await (await fetch(address)).body?.cancel();
  return true;
}

function namesStorage(settings) {
  const connection = settings.AzureWebJobsStorage ?? '';
  return Boolean(settings.DATABASE_FILE) || !['', 'UseDevelopmentStorage=true'].includes(connection) || Object.keys(settings).some(name => name.startsWith('AzureWebJobsStorage__'));
}
