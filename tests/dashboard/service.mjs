import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../eng/processes.mjs';
import { startService as start } from '../../eng/service.mjs';
import { defaultSettings } from '../../eng/settings.mjs';

const adminToken = 'the-admin-of-the-dashboard-tests';
const configuration = process.env.CONFIGURATION ?? 'Release';

/** The real service on a free port, with storage that goes with it. */
export async function startService() {
  const folder = mkdtempSync(join(tmpdir(), 'stats-dashboard-'));
  const settings = {
    ...defaultSettings(), ADMIN_TOKEN: adminToken, ADMIN_EMAIL: 'stats@example.org', MOSP_URL: 'off', AzureWebJobsStorage: '', DATABASE_FILE: join(folder, 'stats.db'),
  };
  const { address, env, stop } = await start({ folder, settings, configuration });
  return {
    address,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true });
    },
    /** Registers a client as the deployment playbook does, and puts it on the map as its administrator does. */
    async register(name, latitude, longitude) {
      const { token } = await call('api/v1/client/', adminToken, { name, is_sharing_enabled: true, token: null });
      const tool = `src/StatsService.Server/bin/${configuration}/net10.0/stats-service.dll`;
      execFileSync('dotnet', [tool, 'client', 'coordinates', 'set', name, String(latitude), String(longitude)], { cwd: root, env });
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
