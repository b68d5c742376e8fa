import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../eng/processes.mjs';
import { startAzurite } from '../../eng/storage.mjs';

const configuration = process.env.CONFIGURATION ?? 'Release';
const adminToken = 'the-admin-of-the-dashboard-tests';

/** The real service on LocalHost and an Azurite of its own, with free ports and a folder that goes with it. */
export async function startService() {
  const folder = mkdtempSync(join(tmpdir(), 'stats-dashboard-'));
  const azurite = await startAzurite(folder);
  const port = await freePort();
  const host = spawn('dotnet', [`src/StatsService.LocalHost/bin/${configuration}/net10.0/StatsService.LocalHost.dll`], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      AzureWebJobsStorage: azurite.connectionString,
      ADMIN_TOKEN: adminToken,
      ADMIN_EMAIL: 'stats@example.org',
      Logging__LogLevel__Default: 'Warning',
    },
  });
  const ended = once(host, 'exit');
  const address = `http://localhost:${port}/`;
  await until(async () => (await fetch(address + 'about.json')).ok, 'the service answers');

  return {
    address,
    connectionString: azurite.connectionString,
    async stop() {
      host.kill('SIGINT');
      await ended;
      await azurite.stop();
      rmSync(folder, { recursive: true });
    },
    /** Registers a client as the deployment playbook does, and gives what sends its statistics. */
    async client(name) {
      const { token } = await call('api/v1/client/', adminToken, { name, is_sharing_enabled: true });
      return stats => call('api/v1/stats/', token, stats);
    },
  };

  async function call(path, key, body) {
    const response = await fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
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
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
