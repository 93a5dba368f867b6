/** A disk that is full: what was acknowledged stays, reads go on, and all goes on by itself once there is room. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetterList, Movie } from '@marquee/contracts';
import { idOf, startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, type Client, clientOf, seeing, walk } from './client.js';
import { runCli } from './compose-apps.js';

/** Less than the logs of the stores may grow to before they are begun anew. */
const DISK = ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs'];
const USER = idOf(0xf1);

const canMount = await (async () => {
  const probe = mkdtempSync(join(tmpdir(), 'marquee-disk-'));
  const mounted = spawnSync('mount', [...DISK, probe]).status === 0;
  if (mounted) spawnSync('umount', [probe]);
  rmSync(probe, { recursive: true });
  return mounted;
})();
const skip = canMount ? false : 'NOT RUN, since only root may mount a small disk (tmpfs)';
if (skip) console.error('\n!! No disk can be mounted here: what a full one does is not tested.\n');

const cases = {
  'of the write store': { writes: 503, on: (disk: string) => ({ WRITE_STORE_URL: sqlite(disk) }) },
  'of the view': { writes: 201, on: (disk: string) => ({ VIEW_STORE_URL: sqlite(disk) }) },
  'of everything': { writes: 503, on: (disk: string) => ({ DATA_DIR: disk }) },
} as const;
const sqlite = (disk: string) => `sqlite:${join(disk, 'store.sqlite')}`;

for (const [name, { writes, on }] of Object.entries(cases)) {
  t.test(`the disk ${name} is full, then has room again`, { skip }, async (t) => {
    const { disk, settings, start } = await onSmallDisk(t, on);
    let app = await start();
    const { client } = app;
    const ledger = new Map<string, string>();
    const write = writer(client, ledger);
    const first = await write('First');
    await until(
      async () => (await client.get(`/movies/${first.body.id}`, seeing(first))).status === 200,
    );
    const rating = `/movies/${first.body.id}/ratings/${USER}`;
    t.equal((await client.send('PUT', rating, { body: { stars: 4 } })).status, 200);

    const makeRoom = fill(disk);
    let refused = await write('Too much');
    while (writes === 503 && refused.status === 201) refused = await write('Too much');
    t.equal(refused.status, writes);
    const once = { body: { title: 'Once' }, headers: { 'idempotency-key': 'once' } };
    if (writes === 503) {
      t.match(refused.body, { code: 'unavailable', detail: /^((?!sqlite|disk).)*$/is });
      t.match(refused.headers.get('retry-after'), /^\d+$/);
      const patch = { body: { title: 'Changed' } };
      t.equal((await client.send('PATCH', `/movies/${first.body.id}`, patch)).status, 503);
      t.equal((await client.send('POST', '/movies', once)).status, 503);
    } else {
      await until(async () => (await client.get('/movies', seeing(refused))).status === 503);
      await until(async () => lagOf(await client.get('/movies')) > 1_000);
    }
    t.equal((await client.get<Movie>(`/movies/${first.body.id}`)).body.title, 'First');
    t.equal((await client.get('/movies?limit=3&sort=-addedAt')).status, 200);
    t.equal((await client.get(rating)).status, 200);
    t.equal((await client.get('/health/live')).status, 200, 'nothing is to be restarted');

    makeRoom();
    await until(async () => (await write('Room')).status === 201);
    const made = await client.send<Movie>('POST', '/movies', once);
    t.equal(made.status, 201);
    ledger.set(made.body.id, 'Once');
    const last = await write('Last');
    t.equal((await client.get(`/movies/${last.body.id}`, seeing(last))).status, 200);
    await until(async () => (await titles(client)).length === ledger.size);
    t.strictSame(
      await titles(client),
      [...ledger].sort(),
      'what was acknowledged, and nothing else',
    );
    const letters = (await (
      await fetch(`${app.adminUrl}/admin/dead-letters`)
    ).json()) as DeadLetterList;
    t.equal(letters.total, 0);

    t.equal(await app.stop(), 0);
    app = await start();
    t.strictSame(await titles(app.client), [...ledger].sort(), 'nor after the next start');
    t.match(await runCli(['verify'], settings), { code: 0, output: /all are as they must be/ });
    t.equal(await app.stop(), 0);
  });
}

t.test('the disk of uploads is full, then has room again', { skip }, async (t) => {
  const { disk, start } = await onSmallDisk(t, (disk) => ({ IMPORT_DIR: join(disk, 'imports') }));
  const { client, stop, url, token } = await start();
  const upload = async (body: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
    const answer = await fetch(`${url}/imports`, { method: 'POST', headers, body });
    return { status: answer.status, body: (await answer.json()) as { readonly code?: string } };
  };
  const large = `{"title":"Large"}\n${' '.repeat(20 << 20)}`;
  t.match(await upload(large), { status: 507, body: { code: 'insufficient-storage' } });
  t.equal((await upload('{"title":"Small"}')).status, 202, 'nothing of it takes room');
  const makeRoom = fill(disk);
  t.equal((await upload(large)).status, 507);
  t.equal((await client.send('POST', '/movies', { body: { title: 'Else' } })).status, 201);
  makeRoom();
  t.equal((await upload('{"title":"Again"}')).status, 202);
  await until(async () => (await titles(client)).length === 3);
  t.equal(await stop(), 0);
});

async function onSmallDisk(t: Tap, on: (disk: string) => Record<string, string>) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-full-'));
  const disk = mkdtempSync(join(tmpdir(), 'marquee-disk-'));
  if (spawnSync('mount', [...DISK, disk]).status !== 0) throw new Error('the disk is not mounted');
  t.teardown(() => {
    spawnSync('umount', ['--lazy', disk]);
    for (const one of [directory, disk]) rmSync(one, { recursive: true });
  });
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off', LOG_LEVEL: 'error', ...on(disk) };
  return {
    disk,
    settings,
    async start() {
      const app = await startMarquee('standalone', settings);
      const token = adminToken(settings.DATA_DIR);
      return { ...app, token, client: clientOf(app.url, token) };
    },
  };
}

/** Writes movies of a size that no log has room for in passing; those that were acknowledged go into the ledger. */
function writer(client: Client, ledger: Map<string, string>) {
  return async (title: string) => {
    const body = { title, synopsis: 'x'.repeat(8_000) };
    const answer = await client.send<Movie>('POST', '/movies', { body });
    if (answer.status === 201) ledger.set(answer.body.id, title);
    return answer;
  };
}

/** Takes all the room that there is; returns what gives it back. */
function fill(disk: string): () => void {
  const file = join(disk, 'ballast');
  const ballast = openSync(file, 'w');
  for (let size = 1 << 20; size >= 1; ) {
    try {
      writeSync(ballast, Buffer.alloc(size));
    } catch {
      size >>= 1;
    }
  }
  closeSync(ballast);
  return () => rmSync(file);
}

async function titles(client: Client): Promise<[string, string][]> {
  const { forward } = await walk<Movie>(client, '/movies?limit=100&fields=summary');
  return forward.map(({ id, title }): [string, string] => [id, title]).sort();
}

const lagOf = ({ headers }: { readonly headers: Headers }) => Number(headers.get('view-lag'));

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(100);
}

interface Tap {
  teardown(work: () => void): void;
}
