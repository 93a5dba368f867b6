/** Plays on the standalone app: many at once are counted exactly, and none is lost or doubled where the app is killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlayCount } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { type Answer, addMovies, adminToken, type Client, clientOf, seeing } from './client.js';
import { runCli } from './compose-apps.js';

const connections = 64;

function settingsOf(t: Pick<import('tap').Test, 'teardown'>) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-plays-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return { DATA_DIR: directory, SAMPLE_DATA: 'off', WRITE_RATE_LIMIT: '0' };
}

type Played = Answer<{ readonly movieId: string }>;
const play = (client: Client, id: string, headers = {}) =>
  client.send<Played['body']>('POST', `/movies/${id}/plays`, { headers });

async function countsOf(client: Client, ids: readonly string[], headers = {}) {
  const path = `/plays?ids=${ids.join()}`;
  return (await client.get<{ items: readonly PlayCount[] }>(path, headers)).body.items;
}

t.test('10,000 plays over 64 connections count exactly 10,000', async (t) => {
  const settings = settingsOf(t);
  const app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  const client = clientOf(app.url, adminToken(settings.DATA_DIR));
  const { ids } = await addMovies(client, { title: 'Played', count: 6 });
  const [busy = '', ...others] = ids;
  const statuses = new Map<number, number>();
  let left = 10_000;
  let last: Played | null = null;
  const playOn = async () => {
    while (left > 0) {
      left -= 1;
      last = await play(client, busy);
      statuses.set(last.status, (statuses.get(last.status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: connections }, playOn));
  t.same([...statuses], [[202, 10_000]]);
  const counts = [13, 17, 9, 21, 15];
  const tokens = [];
  for (const [at, id] of others.entries()) {
    for (let n = 0; n < (counts[at] ?? 0); n += 1) tokens.push(await play(client, id));
  }
  for (const answer of [last, ...tokens].flatMap((each) => each ?? [])) {
    await client.get(`/plays?ids=${busy}`, seeing(answer));
  }
  t.same(
    (await countsOf(client, ids)).map(({ movieId, plays }) => [movieId, plays]),
    ids.map((id, at) => [id, [10_000, ...counts][at]]),
    'in one call, in the order asked',
  );

  const verified = await runCli(['verify'], settings);
  t.equal(verified.code, 0, verified.output);
});

t.test(
  'killed in the middle, the app has every play that it acknowledged, and none twice',
  async (t) => {
    const settings = settingsOf(t);
    let app = await startMarquee('standalone', settings);
    t.teardown(() => app.kill());
    const makeClient = () => clientOf(app.url, adminToken(settings.DATA_DIR));
    const { ids } = await addMovies(makeClient(), { title: 'Played', count: 3 });
    const plays = 4_000;
    const waiting = Array.from({ length: plays }, (_, n) => n);
    const unanswered: number[] = [];
    let acknowledged = 0;
    let dead = false;
    const playUntilDead = async () => {
      const client = makeClient();
      while (!dead) {
        const n = waiting.pop();
        if (n === undefined) return;
        const id = ids[n % ids.length] ?? '';
        const answer = await play(client, id, { 'idempotency-key': `play-${n}` }).catch(() => null);
        if (answer?.status === 202) acknowledged += 1;
        else unanswered.push(n);
      }
    };
    const playAll = () => Promise.all(Array.from({ length: connections }, playUntilDead));
    const firstHalf = playAll();
    while (acknowledged < plays / 2) await sleep(5);
    await app.kill();
    dead = true;
    await firstHalf;
    const before = acknowledged;
    t.ok(before < plays, 'it was killed in the middle');
    t.ok(unanswered.length > 0, 'with plays under way');

    dead = false;
    app = await startMarquee('standalone', settings);
    const total = async () => {
      const counts = await countsOf(makeClient(), ids);
      return counts.reduce((sum, each) => sum + each.plays, 0);
    };
    for (let tries = 0; tries < 300 && (await total()) < before; tries += 1) await sleep(100);
    const found = await total();
    t.ok(found >= before, 'what was acknowledged is there');
    t.ok(found <= before + unanswered.length, 'and no more than was sent');

    waiting.push(...unanswered.splice(0));
    await playAll();
    t.same(unanswered, []);
    for (let tries = 0; tries < 300 && (await total()) < plays; tries += 1) await sleep(100);
    t.equal(await total(), plays, 'sent again under their keys, each counts once');
  },
);
