// Calls a running service with the types that openapi-typescript generates; its address and a client's key are the arguments.
import type { components, paths } from './stats.d.ts';
import createClient from 'openapi-fetch';

declare const process: { argv: string[] };

const [address, key] = process.argv.slice(2);
const stats = createClient<paths>({ baseUrl: address, headers: { 'X-API-KEY': key } });
const anr = crypto.randomUUID();
const power = { uuid: 'b1f0c3a2-0d6e-4d57-8a5b-5f6f2f0d0002', label2: 'Power failure', count: 4, maxRisk: 24, averageRate: '2.50' };
const batch: components['schemas']['PostedStat'][] = [{ anr, type: 'threat', date: '2026-03-02', data: [power] }];

const sent = await stats.POST('/api/v1/stats', { body: batch });
const listed = await stats.GET('/api/v1/stats', { params: { query: { type: 'threat', anrs: [anr], get_last: true } } });
const read = await stats.POST('/api/v1/stats/query', { body: { type: 'threat', anrs: [anr], date_from: '2026-03-01' } });
const average = await stats.POST('/api/v1/stats/processed', { body: { type: 'threat', processor: 'threat_average_on_date', anrs: [anr] } });
const refused = await stats.POST('/api/v1/stats/query', { body: { type: 'threat', offset: -1 } });
await stats.DELETE('/api/v1/stats/{anr}', { params: { path: { anr } } });
const me = await stats.GET('/api/v1/client/me');
console.log(`TypeScript: ${me.data?.name}, ${sent.data?.metadata.count} sent, ${listed.data?.data.length} listed, ${read.data?.data.length} read, ${refused.response.status}, ${JSON.stringify(average.data?.data)}`);
