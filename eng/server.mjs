import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fail, root } from './processes.mjs';
import { startAzurite } from './storage.mjs';

const sample = JSON.parse(readFileSync(join(root, 'local.settings.sample.json'), 'utf8')).Values;

/**
 * Starts the service, which must be built, on the server with an Azurite whose data is in the folder. Gives its address,
 * the environment that reaches the same storage, and a function that ends both with their data saved.
 */
export async function startServer(folder, { port, settings = {}, configuration = 'Release' } = {}) {
  const azurite = await startAzurite(folder);
  const free = port ?? (await freePort());
  const env = { ...process.env, ...sample, ...settings, PORT: String(free), AzureWebJobsStorage: azurite.connectionString };
  const host = spawn('dotnet', [`src/StatsService.Server/bin/${configuration}/net10.0/stats-service.dll`, 'serve'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
    // Ctrl-C in a terminal must reach the script first, which then ends both in their order.
    detached: true,
  });
  const ended = once(host, 'exit');
  const service = {
    address: `http://localhost:${free}/`,
    env,
    ended,
    async stop() {
      host.kill('SIGINT');
      await ended;
      await azurite.stop();
    },
  };
  const answers = until(async () => (await fetch(service.address + 'about.json')).ok, 'the service answers');
  if (!(await Promise.race([answers.then(() => true), ended.then(() => false)]))) {
    await azurite.stop();
    fail('The service ended at once: the reason stands above.');
  }
  return service;
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

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
