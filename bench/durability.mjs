// Shows that a 201 means stored: on a SQLite file, everything that a POST wrote is on the disk before the first byte of its answer
// is sent. The system calls of the server, as strace records them, are the evidence; the program ends with 1 where one 201 came too early.
//
//   node bench/durability.mjs [--posts 100]      (on Linux, with strace)
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install } from '../eng/build.mjs';
import { capture, fail, run } from '../eng/processes.mjs';
import { startService } from '../eng/service.mjs';
import { defaultSettings } from '../eng/settings.mjs';

const posts = Number(parseArgs({ options: { posts: { type: 'string', default: '100' } } }).values.posts);
const adminToken = 'the-admin-of-the-durability-check';

await run(async () => {
  if ((await capture('strace', ['--version'])).code !== 0) fail('strace is not installed: apt-get install strace.');
  await install();
  await build('src/StatsService.Server');
  const folder = mkdtempSync(join(tmpdir(), 'stats-durability-'));
  try {
    const log = join(folder, 'calls');
    await postUnderStrace(join(folder, 'stats.db'), log);
    return report(readFileSync(log, 'utf8').split('\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function postUnderStrace(file, log) {
  // Without the aggregator nobody writes but the request that is under way, so each write between two answers is its own.
  const settings = { ...defaultSettings(), DATABASE_FILE: file, AzureWebJobsStorage: '', ADMIN_TOKEN: adminToken, 'AzureWebJobs.AggregateStats.Disabled': 'true' };
  const calls = 'fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg';
  const service = await startService({ settings, under: ['strace', '-f', '--seccomp-bpf', '-y', '-s', '32', '-o', log, '-e', `trace=${calls}`] });
  try {
    for (let post = 0; post < posts; post++) {
      const stats = ['risk', 'threat', 'compliance'].map(type => ({ anr: randomUUID(), type, date: '2026-03-01', data: [] }));
      const headers = { 'x-api-key': adminToken, 'content-type': 'application/json' };
      const answer = await fetch(`${service.address}api/v1/stats/`, { method: 'POST', headers, body: JSON.stringify(stats) });
      await answer.arrayBuffer();
      if (answer.status !== 201) fail(`A POST was answered ${answer.status}.`);
    }
  } finally {
    await service.stop();
  }
}

/** Goes through the calls in the order in which they happened. A write or an answer counts from its beginning, a sync from its end. */
function report(lines) {
  const syncing = new Set();
  let [answers, early, unsynced, since, fewest] = [0, 0, 0, 0, Infinity];
  for (const line of lines) {
    const [, thread, call] = /^(\d+)\s+(.*)/.exec(line) ?? [];
    if (/^(pwrite64|write|writev)\(\d+<[^>]*-wal>/.test(call)) unsynced++;
    else if (/^f(data)?sync\(\d+<[^>]*-wal>.*unfinished/.test(call)) syncing.add(thread);
    else if (/^f(data)?sync\(\d+<[^>]*-wal>\) += 0/.test(call) || (/^<\.\.\. f(data)?sync resumed>\) += 0/.test(call) && syncing.delete(thread))) {
      unsynced = 0;
      since++;
    } else if (/^(sendto|sendmsg|write|writev)\(.*HTTP\/1\.1 201/.test(call)) {
      answers++;
      fewest = Math.min(fewest, since);
      if (unsynced > 0 || since === 0) early++;
      since = 0;
    }
  }

  console.log(`${answers} of ${posts} POSTs answered 201; between each answer and the one before it the write-ahead log was synced ${fewest} times or more.`);
  console.log(`Answers whose first byte was sent while something that was written was not synced yet: ${early}.`);
  return answers === posts && early === 0 ? 0 : 1;
}
