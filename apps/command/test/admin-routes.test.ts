/** What the command app adds to its admin port, over real stores and a queue in memory; the board, over one on Redis. */
import { boardPages, openChangeQueue, Unprocessable } from '@marquee/change-queue';
import { type ChangeEvent, type ChangeJob, unranked } from '@marquee/contracts';
import { migrateAll } from '@marquee/reconcile';
import { createLogger, createMetrics, startAdminServer } from '@marquee/service';
import { idOf, missing, startRedis } from '@marquee/testing';
import { openViewStore } from '@marquee/view-store';
import { openWriteStore } from '@marquee/write-store';
import t from 'tap';
import { adminRoutes } from '../src/admin/admin-routes.js';

const logger = createLogger('test', 'silent');
const now = Date.now;

async function adminPort(t: Tap, queueUrl = 'memory:') {
  const directory = t.testdir({});
  const writeStore = openWriteStore(`sqlite:${directory}/write.sqlite`);
  const viewStore = openViewStore(`sqlite:${directory}/view.sqlite`);
  const queue = openChangeQueue(queueUrl, { logger });
  await migrateAll({ writeStore, viewStore, now });
  const admin = await startAdminServer({
    ...{ host: '127.0.0.1', port: 0, metrics: createMetrics('test') },
    routes: adminRoutes({ writeStore, viewStore, queue, now }),
    pages: boardPages(queue, () => writeStore.generations()),
  });
  t.teardown(async () => {
    await admin.close();
    await queue.close();
    await Promise.all([writeStore.close(), viewStore.close()]);
  });
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) => {
    const answer = await admin.inject({
      method,
      url: `/admin/${path}`,
      ...(payload && { payload }),
    });
    const { statusCode: status, headers } = answer;
    return { status, headers, body: answer.body.startsWith('{') ? answer.json() : answer.body };
  };
  return { ask, queue, writeStore };
}

/** An actor in the write model, and jobs about it that become dead letters until it is healed. */
async function withLetters(t: Tap, count: number) {
  const port = await adminPort(t);
  const { queue, writeStore } = port;
  const named = { name: 'Al Pacino', tmdbId: null, imdbId: null };
  const options = { write: 'w'.repeat(22), providerId: idOf(0xf0), now: now() };
  const { value } = await writeStore.write((tx) => tx.resolveActors([named]), options);
  const id = value[0]?.id ?? '';
  const applied: ChangeEvent[] = [];
  const state = { healed: false };
  await queue.consume('g1', async ({ events }) => {
    if (!state.healed) throw new Unprocessable('cursed');
    applied.push(...events);
  });
  const event = { kind: 'actor', id, version: 1, actor: null, befores: [], covers: [] };
  const job = { publishedAt: now(), events: [event] } as ChangeJob;
  for (let n = 0; n < count; n++) await queue.publish('g1', [job]);
  return { ...port, id, applied, heal: () => (state.healed = true) };
}

t.test('dead letters are listed, shown, retried and discarded', async (t) => {
  const { ask, id, applied, heal } = await withLetters(t, 3);
  const list = await ask('GET', 'dead-letters?limit=2&generation=g1');
  t.match(list, { status: 200, body: { total: 3, items: { length: 2 } } });
  const [first, second] = list.body.items;
  t.match(first, { generation: 'g1', reason: 'cursed', subjects: [`actor:${id}`] });
  const shown = await ask('GET', `dead-letters/${first.id}`);
  t.match(shown, { status: 200, body: { ...first, job: { events: [{ id }] } } });
  t.match(await ask('GET', 'dead-letters/none'), { status: 404, body: { code: 'not-found' } });

  heal();
  const retried = await ask('POST', 'dead-letters/retry', { ids: [first.id, 'none'] });
  t.match(retried, { status: 200, body: { done: 1, unknown: ['none'], unreadable: [] } });
  t.match(applied, [{ id, actor: { name: 'Al Pacino' } }], 'the current state, not the old event');
  const one = await ask('POST', 'dead-letters/discard', { ids: [second.id] });
  t.match(one, { status: 200, body: { done: 1 } });
  t.match(await ask('POST', 'dead-letters/discard', { all: true }), { body: { done: 1 } });
  t.same((await ask('GET', 'dead-letters')).body, { items: [], total: 0 });
  t.equal(applied.length, 1, 'what is discarded is not published');
});

t.test('dead letters: what is not understood is refused, and changes nothing', async (t) => {
  const { ask } = await withLetters(t, 1);
  for (const query of ['limit=0', 'limit=1001', 'limit=x', 'page=2', 'limit=1&limit=2']) {
    const refused = await ask('GET', `dead-letters?${query}`);
    t.match(refused, { status: 400, body: { code: 'invalid-input' } }, query);
  }
  for (const selection of [
    {},
    { ids: [] },
    { all: true, ids: ['a'] },
    { every: true },
    { all: 1 },
  ]) {
    for (const verb of ['retry', 'discard']) {
      const refused = await ask('POST', `dead-letters/${verb}`, selection);
      t.match(refused, { status: 400 }, `${verb} ${JSON.stringify(selection)}`);
    }
  }
  t.match(await ask('GET', 'dead-letters/retry'), { status: 405, headers: { allow: 'POST' } });
  t.equal((await ask('GET', 'dead-letters')).body.total, 1);
});

t.test('a movie is traced, whether or not anyone knows it', async (t) => {
  const { ask, writeStore } = await adminPort(t);
  const id = idOf(0xabc);
  const unknown = await ask('GET', `movies/${id}/trace`);
  t.match(unknown, { status: 200, body: { id, station: 'unknown', changes: [] } });
  const origin = { requestId: 'request 1' };
  const options = { write: 'w'.repeat(22), providerId: idOf(0xf0), now: now(), origin };
  await writeStore.write((tx) => tx.saveMovies([{ before: null, after: movie(id) }]), options);
  const written = await ask('GET', `movies/${id.toUpperCase()}/trace`);
  t.match(written, {
    status: 200,
    body: {
      ...{ id, station: 'written', written: { deleted: false, ratingsWait: false } },
      changes: [{ state: 'pending', attempts: 0, requestIds: ['request 1'] }],
      projected: [{ generation: 'g1', live: true, version: null, current: false }],
    },
  });
  t.match(await ask('GET', 'movies/heat/trace'), { status: 400, body: { code: 'invalid-input' } });
  const wrong = await ask('POST', `movies/${id}/trace`);
  t.match(wrong, { status: 405, headers: { allow: /GET/ } });
});

t.test('a queue in memory has no board', async (t) => {
  const { ask } = await adminPort(t);
  t.match(await ask('GET', 'board'), { status: 404, body: { code: 'not-found' } });
});

t.test(
  'the board shows the queues on Redis and changes none',
  { skip: missing('Redis') },
  async (t) => {
    const redis = await startRedis();
    t.teardown(() => redis.stop());
    const { ask, queue } = await adminPort(t, redis.url);
    const page = await ask('GET', 'board');
    t.match(page, { status: 200, headers: { 'content-type': /^text\/html/ } });
    t.match(page.headers['content-security-policy'], "default-src 'self'");
    const job: ChangeJob = { publishedAt: now(), events: [] };
    await queue.publish('g1', [job]);
    const { body } = await ask('GET', 'board/api/queues');
    t.match(body.queues, [{ name: 'changes-g1', readOnlyMode: true, counts: { waiting: 1 } }]);
    for (const action of ['pause', 'empty', 'obliterate', 'retry/failed', 'clean/waiting']) {
      const refused = await ask('PUT', `board/api/queues/changes-g1/${action}`);
      t.ok(refused.status >= 400 && refused.status < 500, `${action}: ${refused.status}`);
    }
    t.match(await queue.counts('g1'), { waiting: 1, paused: false });
  },
);

function movie(id: string) {
  const nothing = { originalTitle: null, synopsis: null, tagline: null, releaseDate: null };
  const unknown = { year: null, runtimeMinutes: null, language: null, posterUrl: null };
  const names = { tmdbId: null, imdbId: null, wikipediaTitle: null };
  const lists = { genres: [], tags: [], directors: [], cast: [] };
  const at = new Date(now()).toISOString();
  return {
    ...{ id, version: 0, editedVersion: 0, providerId: idOf(0xf0), addedAt: at, updatedAt: at },
    ...{ ratingCount: 0, halfStars: 0, ranks: unranked, rankedAt: null },
    content: { title: 'Heat', ...nothing, ...unknown, ...names, ...lists },
  };
}

type Tap = Pick<typeof t, 'testdir' | 'teardown'>;
