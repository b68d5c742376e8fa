import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fail, root } from './processes.mjs';

const services = { Blob: 10000, Queue: 10001, Table: 10002 };
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Starts Azurite with its data in a folder, by default .azurite/ and then on its usual ports or, where one is taken, on
 * free ones. Gives the connection string, and a function that ends it with its data saved.
 */
export async function startAzurite(folder = join(root, '.azurite')) {
  mkdirSync(folder, { recursive: true });
  const usual = folder === join(root, '.azurite') && (await Promise.all(Object.values(services).map(isFree))).every(free => free);
  const ports = Object.entries(services).flatMap(([name, port]) => [`--${name.toLowerCase()}Port`, String(usual ? port : 0)]);
  const azurite = spawn(process.execPath, ['eng/azurite.mjs', '--location', folder, '--silent', '--skipApiVersionCheck', '--disableTelemetry', ...ports], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ctrl-C in a terminal must reach the app first, so not Azurite.
    detached: true,
  });
  const ended = once(azurite, 'exit');
  const listening = await Promise.race([listened(azurite), ended.then(() => null)]);
  if (!listening) fail('Azurite, the storage on this machine, ended at once: the reason stands above. Nothing was started.');
  return {
    connectionString: usual ? 'UseDevelopmentStorage=true' : connectionString(listening),
    async stop() {
      azurite.stdin.end();
      await ended;
    },
  };
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  return port;
}

export async function isFree(port) {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

/** The ports by service, once all listen. */
function listened(azurite) {
  const listening = {};
  return new Promise(resolve =>
    createInterface(azurite.stdout).on('line', line => {
      const [, name, port] = /Azurite (\w+) service is successfully listening at \S+:(\d+)/.exec(line) ?? [];
      if (name) listening[name] = port;
      if (Object.keys(services).every(service => listening[service])) resolve(listening);
    }),
  );
}

function connectionString(ports) {
  const endpoints = Object.keys(services).map(name => `${name}Endpoint=http://127.0.0.1:${ports[name]}/devstoreaccount1;`);
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};${endpoints.join('')}`;
}
