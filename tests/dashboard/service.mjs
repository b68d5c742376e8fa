import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { startService as start } from '../../eng/service.mjs';
import { defaultSettings } from '../../eng/settings.mjs';

const adminToken = 'the-admin-of-the-dashboard-tests';

/** The real service on free ports, with storage that goes with it. */
export async function startService() {
  const folder = mkdtempSync(join(tmpdir(), 'stats-dashboard-'));
  const settings = { ...defaultSettings(), ADMIN_TOKEN: adminToken, ADMIN_EMAIL: 'stats@example.org', MOSP_URL: 'off' };
  const { address, env, stop } = await start({ folder, settings, configuration: process.env.CONFIGURATION });
  return {
    address,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true });
    },
    /** Registers a client as the deployment playbook does, and puts it on the map as its administrator does. */
    async register(name, latitude, longitude) {
      const { token } = await call('api/v1/client/', adminToken, { name, is_sharing_enabled: true, token: null });
      const clients = TableClient.fromConnectionString(env.AzureWebJobsStorage, 'Clients', { allowInsecureConnection: true });
      for await (const { partitionKey, rowKey } of clients.listEntities({ queryOptions: { filter: `Name eq '${name}'` } }))
        await clients.updateEntity({ partitionKey, rowKey, Latitude: double(latitude), Longitude: double(longitude) }, 'Merge');
      return { send: stats => call('api/v1/stats/', token, stats) };
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

const double = value => ({ type: 'Double', value: String(value) });
