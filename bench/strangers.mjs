// Four attacks on the server, one after the other, each on a process of its own with the limits of the Debian package, compiled as it is: what its memory
// rises to and comes back to, and what others wait for meanwhile. The server runs on a copy of the demonstration's data.
//
//   node bench/strangers.mjs [--seconds 30] [--rest 60] [1 2 3 4]      (on Linux)
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { publishServer } from '../eng/build.mjs';
import { demoFile, startDemo } from '../eng/demoService.mjs';
import { capture, fail, root, run } from '../eng/processes.mjs';
import { startService } from '../eng/service.mjs';
import { defaultSettings } from '../eng/settings.mjs';

const { values, positionals } = parseArgs({ options: { seconds: { type: 'string', default: '30' }, rest: { type: 'string', default: '60' } }, allowPositionals: true });
const today = new Date().toISOString().slice(0, 10);
const swollenStat = () => ({ anr: randomUUID(), type: 'vulnerability', date: today, data: 'x'.repeat(100_000).split('').map((_, number) => ({ uuid: number })) });

const attacks = [
  {
    name: '80 connections ask for averages of different days and do not read',
    run: service => open(service, 80, number => [request('GET', `/stats/vulnerabilities.json?days=${365 - number}`)]),
  },
  {
    name: '40 connections list a swollen client and do not read',
    async prepare(service) {
      const token = await register(service);
      for (let part = 0; part < 4; part++) await post(service, token, JSON.stringify(Array.from({ length: 20 }, swollenStat)));
      return token;
    },
    run: (service, token) => open(service, 40, () => [request('GET', '/api/v1/stats/?type=vulnerability', token)]),
  },
  {
    name: '20 bodies of 56 MB at once, of two clients',
    async prepare(service) {
      return { tokens: [await register(service), await register(service)], body: Buffer.from(JSON.stringify(Array.from({ length: 40 }, swollenStat))) };
    },
    run: (service, { tokens, body }) => open(service, 20, number => [request('POST', '/api/v1/stats/', tokens[number % 2], body.length), body]),
  },
  {
    name: 'averages of 20,000 ANRs asked for again and again by two clients',
    async prepare(service) {
      const tokens = [await register(service), await register(service)];
      const anrs = Array.from({ length: 20_000 }, () => randomUUID());
      for (const token of tokens)
        for (let from = 0; from < anrs.length; from += 4000)
          await post(service, token, JSON.stringify(anrs.slice(from, from + 4000).map(anr => ({ anr, type: 'vulnerability', date: today, data: [] }))));
      return { tokens, body: Buffer.from(JSON.stringify({ type: 'vulnerability', processor: 'vulnerability_average_on_date', anrs })) };
    },
    run: (service, { tokens, body }) => open(service, 16, number => [request('GET', '/api/v1/stats/processed/', tokens[number % 2], body.length), body]),
  },
];

/** @type {string[]} */
let server;

await run(async () => {
  const demo = await startDemo({});
  await demo.stop();
  server = await publishServer();
  const folder = mkdtempSync(join(tmpdir(), 'stats-strangers-'));
  try {
    console.log('\n| attack | memory at start | highest | a minute later | slowest POST | slowest dashboard | answers |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |');
    for (const [number, attack] of attacks.entries())
      if (positionals.length === 0 || positionals.includes(String(number + 1))) await measure(attack, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return 0;
});

async function measure(attack, folder) {
  const file = join(folder, `${randomUUID()}.db`);
  copyFileSync(join(root, demoFile), file);
  const settings = { ...defaultSettings(), ...limitsOfPackage(), DATABASE_FILE: file, AzureWebJobsStorage: '', MOSP_URL: 'off' };
  const service = await startService({ settings, command: [...server, 'serve'] });
  try {
    const objects = Array.from({ length: 50 }, () => ({ uuid: randomUUID(), label1: 'Nom', label2: 'Name', label3: 'Name', label4: 'Naam', count: 12, maxRisk: 20, averageRate: 2.5 }));
    const office = { token: await register(service), anr: randomUUID(), objects, sent: 0 };
    const prepared = await attack.prepare?.(service);
    await honest(service, office);
    await pause(2000);
    const start = memory(service);
    let highest = start;
    const watching = setInterval(() => (highest = Math.max(highest, memory(service))), 50);
    const sockets = attack.run(service, prepared);
    const slowest = { post: 0, dashboard: 0 };
    for (const end = Date.now() + Number(values.seconds) * 1000; Date.now() < end; ) {
      const taken = await honest(service, office);
      for (const name of Object.keys(slowest)) slowest[name] = Math.max(slowest[name], taken[name]);
    }
    const answers = sockets.map(({ socket, status }) => status ?? (socket.destroyed ? 'cut' : 'none'));
    sockets.forEach(({ socket }) => socket.destroy());
    clearInterval(watching);
    await pause(Number(values.rest) * 1000);
    const tally = [...new Set(answers)].sort().map(status => `${answers.filter(each => each === status).length} × ${status}`);
    console.log(`| ${attack.name} | ${start} MB | ${highest} MB | ${memory(service)} MB | ${slowest.post} ms | ${slowest.dashboard} ms | ${tally.join(', ')} |`);
  } finally {
    await service.stop();
    rmSync(file, { force: true });
  }
}

/** What the unit of the Debian package sets. */
function limitsOfPackage() {
  const unit = readFileSync(join(root, 'deploy/systemd/stats-service.service'), 'utf8');
  return Object.fromEntries([...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs]) => pairs.split(' ').map(pair => pair.split('='))));
}

/** What a front office and a visitor wait for, in milliseconds: the statistics of an ANR for a day that was not sent before, and averages that nobody asked for before. */
async function honest(service, office) {
  const timed = async call => {
    const started = performance.now();
    const answer = await call();
    await answer.arrayBuffer();
    if (answer.status >= 300) fail(`An honest caller was answered ${answer.status}.`);
    return Math.round(performance.now() - started);
  };
  const date = new Date(Date.now() - office.sent++ * 86_400_000).toISOString().slice(0, 10);
  const stats = ['threat', 'vulnerability'].map(type => ({ anr: office.anr, type, date, data: office.objects }));
  return {
    post: await timed(() => send(service, office.token, JSON.stringify(stats))),
    dashboard: await timed(() => fetch(`${service.address}stats/threats.json?days=${1 + Math.floor(Math.random() * 3000)}`)),
  };
}

/** Opens connections that send and never read; they come from another address than the honest callers, through the proxy on this machine. */
function open(service, count, parts) {
  const { hostname, port } = new URL(service.address);
  return Array.from({ length: count }, (_, number) => {
    const socket = connect(Number(port), hostname, () => parts(number).forEach(part => socket.write(part)));
    socket.on('error', () => {});
    // The first bytes tell the status; then the reader stands still.
    const opened = { socket, status: undefined };
    socket.once('data', data => {
      opened.status = data.toString('latin1').split(' ')[1];
      socket.pause();
    });
    return opened;
  });
}

function request(method, path, token, length) {
  const headers = [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'X-Forwarded-For: 203.0.113.9', ...(token ? [`X-API-KEY: ${token}`] : []), ...(length ? ['Content-Type: application/json', `Content-Length: ${length}`] : [])];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n`);
}

/** Makes a client by the administrator's tool: the key of the demonstration's administrator is known to nobody. */
async function register(service) {
  const token = randomUUID();
  const [program, ...args] = server;
  const { code, output } = await capture(program, [...args, 'client', 'create', token, '--token', token], { env: service.env });
  if (code !== 0) fail(output);
  return token;
}

async function post(service, token, body) {
  const answer = await send(service, token, body);
  const text = await answer.text();
  if (answer.status !== 201) fail(`A batch was answered ${answer.status}: ${text.slice(0, 200)}`);
}

function send(service, token, body) {
  return fetch(`${service.address}api/v1/stats/`, { method: 'POST', headers: { 'x-api-key': token, 'content-type': 'application/json' }, body });
}

/** Resident memory of the service in MB. */
function memory(service) {
  const resident = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'));
  // A process that has ended has none.
  return resident ? Math.round(Number(resident[1]) / 1000) : NaN;
}
