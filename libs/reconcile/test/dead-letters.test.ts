import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChangeQueue, Unprocessable } from '@marquee/change-queue';
import { type ChangeEvent, type ChangeJob, sessionIdOf } from '@marquee/contracts';
import {
  buildCommentChanged,
  buildMovieChanged,
  buildTotalsChanged,
  idOf,
  TEST_NOW,
} from '@marquee/testing';
import { openWriteStore } from '@marquee/write-store';
import t from 'tap';
import { deadLettersOf, retryLettersOfDeleted } from '../src/index.js';

const silent = { info() {}, warn() {}, error() {} };

/** A queue in memory whose every job fails until it is healed, over a write store with one actor. */
async function failing(t: Tap) {
  const directory = await mkdtemp(join(tmpdir(), 'marquee-letters-'));
  const writeStore = openWriteStore(`sqlite:${join(directory, 'write.sqlite')}`);
  const queue = openChangeQueue('memory:', { logger: silent });
  t.teardown(async () => {
    await queue.close();
    await writeStore.close();
    await rm(directory, { recursive: true, force: true });
  });
  await writeStore.migrate();
  for (const name of ['g1', 'g2']) {
    await writeStore.registerGeneration({ name, projectionVersion: 1 });
  }
  const options = { write: 'w'.repeat(22), providerId: idOf(0xf0), now: TEST_NOW };
  const named = { name: 'Al Pacino', tmdbId: null, imdbId: null };
  const made = await writeStore.write((tx) => tx.resolveActors([named]), options);
  const applied: ChangeEvent[] = [];
  const state = { healed: false };
  for (const name of ['g1', 'g2']) {
    await queue.consume(name, async ({ events }) => {
      if (!state.healed) throw new Unprocessable('cursed');
      applied.push(...events);
    });
  }
  const letters = deadLettersOf({ writeStore, queue, now: Date.now });
  const bury = (generation: string, ...events: readonly unknown[]) =>
    queue.publish(generation, [{ publishedAt: TEST_NOW, events } as ChangeJob]);
  const deps = { writeStore, queue, now: Date.now };
  return { letters, deps, bury, applied, state, actorId: made.value[0]?.id ?? '' };
}

interface Tap {
  teardown(work: () => Promise<void>): void;
}

const heartbeat = { kind: 'heartbeat', at: TEST_NOW, oldestUnconfirmedAt: null };

t.test('letters of all generations are listed with what they are about', async (t) => {
  const { letters, bury } = await failing(t);
  await bury('g1', buildMovieChanged({ id: idOf(1) }), buildMovieChanged({ id: idOf(1) }));
  await bury('g2', buildTotalsChanged(), heartbeat, buildCommentChanged());
  const { items, total } = await letters.list({ limit: 10 });
  t.equal(total, 2);
  t.match(items, [
    { generation: 'g1', subjects: [`movie:${idOf(1)}`], reason: 'cursed', failedAt: /Z$/ },
    { generation: 'g2', subjects: ['total:all', `comment:${idOf(0xc1)}`] },
  ]);
  t.match(await letters.list({ limit: 1, generation: 'g2' }), { total: 1, items: { length: 1 } });
  const [first] = items;
  t.match(await letters.find(first?.id ?? ''), { ...first, job: { publishedAt: TEST_NOW } });
  await t.rejects(letters.find('unknown'), { code: 'not-found' });
});

t.test('a retry publishes the current state, not the event, to its generation', async (t) => {
  const { letters, bury, applied, state, actorId } = await failing(t);
  const stale = { kind: 'actor', id: actorId, version: 1, actor: null, befores: [], covers: [] };
  await bury('g2', stale);
  await bury('g1', heartbeat);
  state.healed = true;
  const { items } = await letters.list({ limit: 10, generation: 'g2' });
  const ids = [...items.map(({ id }) => id), 'unknown'];
  t.same(await letters.retry({ ids }), { done: 1, unknown: ['unknown'], unreadable: [] });
  t.match(applied, [{ kind: 'actor', id: actorId, actor: { name: 'Al Pacino' } }]);
  t.equal(applied.length, 1, 'to the generation of the letter alone');
  t.equal((await letters.list({ limit: 10 })).total, 1);
  t.match(await letters.retry({ all: true }), { done: 1 }, 'a heartbeat has nothing to publish');
  t.equal((await letters.list({ limit: 10 })).total, 0);
});

t.test('what does not tell its subject can only be discarded', async (t) => {
  const { letters, bury, state } = await failing(t);
  for (const event of [
    { kind: 'rumour' },
    { kind: 'movie' },
    { kind: 'key' },
    { kind: 'record', type: 'rumour', id: 'a' },
    { kind: 'totals', totals: 3 },
    null,
  ]) {
    await bury('g1', event);
  }
  state.healed = true;
  const outcome = await letters.retry({ all: true });
  t.match(outcome, { done: 0, unreadable: { length: 6 } });
  t.match((await letters.list({ limit: 1 })).items, [{ subjects: [] }]);
  t.match(await letters.discard({ ids: outcome.unreadable.slice(0, 1) }), { done: 1 });
  t.match(await letters.discard({ all: true, generation: 'g2' }), { done: 0 });
  t.match(await letters.discard({ all: true }), { done: 5, unreadable: [] });
});

t.test('all letters are retried once, though some fail again', async (t) => {
  const { letters, bury, actorId } = await failing(t);
  const event = { kind: 'actor', id: actorId, version: 1, actor: null, befores: [], covers: [] };
  for (let n = 0; n < 250; n++) await bury('g1', n % 50 === 0 ? { kind: 'rumour' } : event);
  const outcome = await letters.retry({ all: true });
  t.match(outcome, { done: 245, unreadable: { length: 5 } });
  t.ok((await letters.list({ limit: 1 })).total < 250);
});

t.test('neither ids nor all, or both, is refused', async (t) => {
  const { letters } = await failing(t);
  await t.rejects(letters.discard({}), { code: 'invalid-input' });
  await t.rejects(letters.retry({ all: true, ids: ['a'] }), { code: 'invalid-input' });
});

t.test('nothing stays in a letter of what is deleted', async (t) => {
  const { letters, deps, bury, applied, state } = await failing(t);
  const { writeStore } = deps;
  const options = () => ({ write: 'w'.repeat(22), providerId: idOf(0xf0), now: Date.now() });
  const sessions = [1, 2].map((n) => {
    const [sessionId, playerId] = [idOf(n), idOf(0x10 + n)];
    const start = { at: Date.now(), country: 'FI' };
    return { id: sessionIdOf(sessionId, playerId), sessionId, playerId, start, endedAt: null };
  });
  await writeStore.write((tx) => tx.saveSessions(sessions), options());
  const ids = sessions.map(({ id }) => id);
  const { events } = await writeStore.outbox.current({ session: ids });
  for (const event of events) await bury('g1', event);
  t.equal(await retryLettersOfDeleted(deps), 0, 'as long as they are there');
  await writeStore.write((tx) => tx.eraseSessions(idOf(0x12)), options());
  state.healed = true;
  t.equal(await retryLettersOfDeleted(deps), 1);
  t.match(applied, [{ kind: 'record', id: ids[1], record: null }]);
  const { items } = await letters.list({ limit: 10 });
  t.same(
    items.map(({ subjects }) => subjects),
    [[`session:${ids[0]}`]],
  );
});
