import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unranked } from '@marquee/contracts';
import { PROJECTION_VERSION, project } from '@marquee/projection';
import { buildAccessKey, buildComment, buildMovie, idOf, TEST_NOW } from '@marquee/testing';
import { openViewStore } from '@marquee/view-store';
import { openWriteStore } from '@marquee/write-store';
import t from 'tap';
import { confirmPublished, liveTablesOf, migrateAll } from '../src/index.js';

let clock = TEST_NOW;
const now = () => clock;
const graceMs = 10_000;

async function stores(t: Tap) {
  const directory = await mkdtemp(join(tmpdir(), 'marquee-reconcile-'));
  const writeStore = openWriteStore(`sqlite:${join(directory, 'write.sqlite')}`);
  const viewStore = openViewStore(`sqlite:${join(directory, 'view.sqlite')}`);
  t.teardown(async () => {
    await Promise.all([writeStore.close(), viewStore.close()]);
    await rm(directory, { recursive: true, force: true });
  });
  return { writeStore, viewStore };
}

/** Real stores, with one new actor whose change is published at `TEST_NOW` and whose event is at hand. */
async function publishedActor(t: Tap) {
  const { writeStore, viewStore } = await stores(t);
  await migrateAll({ writeStore, viewStore, now });
  const tables = await liveTablesOf(viewStore, { now })();
  if (tables === null) throw new Error('no generation is live');

  const { outbox, folds } = writeStore;
  const actor = { name: 'Al Pacino', tmdbId: null, imdbId: null };
  const options = { write: 'w'.repeat(22), providerId: idOf(0xf0), now: TEST_NOW };
  await writeStore.write((tx) => tx.resolveActors([actor]), options);
  await folds.foldTotals({ limit: 10, now: TEST_NOW });
  const rows = await outbox.claim({ limit: 10, leaseMs: 1_000, now: TEST_NOW });
  const { events, generations } = await outbox.hydrate(rows);
  await outbox.markPublished(rows, TEST_NOW);
  const givenBack = new Map<number, number>();
  const beat = (at: number) =>
    tables.apply([project({ kind: 'heartbeat', at, oldestUnconfirmedAt: null }, {})]);
  const mutations = events.map((event) => project(event, {}));
  return {
    rows,
    generations,
    outbox,
    beat,
    confirm: () => confirmPublished({ outbox, tables: [tables], givenBack, graceMs, now }),
    project: () => tables.apply(mutations),
    /** As a projector that dies before it has noted the writes, or a later event that does not know of them. */
    projectOnlyRows: () =>
      tables.apply(mutations.map((rows) => rows.filter(({ table }) => table !== 'appliedWrites'))),
    /** As a later event that brings versions and writes, but not the changes' own places in the feed. */
    projectUnfed: () =>
      tables.apply(
        mutations.map((rows) => rows.filter(({ table }) => table !== 'changesByPosition')),
      ),
    changes: () => tables.changes({ after: 0, limit: 10 }),
    appliedSubjects: () => tables.appliedSubjects(options.write, 10),
    republish: async () => {
      const again = await outbox.claim({ limit: 10, leaseMs: 1_000, now: TEST_NOW + 1 });
      await outbox.markPublished(again, TEST_NOW);
      return again.length;
    },
  };
}

t.test('what the view has reached is confirmed', async (t) => {
  const pipeline = await publishedActor(t);
  const count = pipeline.rows.length;
  t.same(pipeline.generations, ['g1'], 'the relay knows the first generation');
  t.same(await pipeline.confirm(), { confirmed: 0, pending: count, republished: 0 });
  await pipeline.project();
  t.same(await pipeline.confirm(), { confirmed: count, pending: 0, republished: 0 });
  t.same(await pipeline.confirm(), { confirmed: 0, pending: 0, republished: 0 });
  t.equal(await pipeline.outbox.oldestUnconfirmedAt(), null);
});

t.test('a version that came without the note of its write is not enough', async (t) => {
  const pipeline = await publishedActor(t);
  const count = pipeline.rows.length;
  await pipeline.projectOnlyRows();
  t.same(await pipeline.confirm(), { confirmed: 0, pending: count, republished: 0 });
  await pipeline.beat(TEST_NOW + graceMs + 1);
  t.match(await pipeline.confirm(), { republished: count }, 'else its token would never come true');
  await pipeline.project();
  t.equal(await pipeline.republish(), count);
  t.match(await pipeline.confirm(), { confirmed: count });
  t.equal(await pipeline.appliedSubjects(), 2, 'the actor and the total');
});

t.test('a change that is not in the feed is not confirmed, and comes into it', async (t) => {
  const pipeline = await publishedActor(t);
  const count = pipeline.rows.length;
  await pipeline.projectUnfed();
  t.same(await pipeline.confirm(), { confirmed: 0, pending: count, republished: 0 });
  await pipeline.beat(TEST_NOW + graceMs + 1);
  t.match(await pipeline.confirm(), { republished: count }, 'else it would be missing for ever');
  t.equal(await pipeline.republish(), count);
  await pipeline.project();
  t.match(await pipeline.confirm(), { confirmed: count });
  t.match(await pipeline.changes(), [
    { position: 1, kind: 'actor', at: TEST_NOW },
    { position: 2, kind: 'totals', at: TEST_NOW },
  ]);
});

t.test('what the view lacks is not lost before a heartbeat has overtaken it', async (t) => {
  const pipeline = await publishedActor(t);
  const waiting = { confirmed: 0, pending: pipeline.rows.length, republished: 0 };
  t.same(await pipeline.confirm(), waiting, 'no heartbeat has come yet');
  await pipeline.beat(TEST_NOW + graceMs);
  t.same(await pipeline.confirm(), waiting);
  await pipeline.beat(TEST_NOW + graceMs + 1);
  t.match(await pipeline.confirm(), { pending: 0, republished: waiting.pending });
});

t.test(
  'what was published before the clock was set back is lost when heartbeats come',
  async (t) => {
    const pipeline = await publishedActor(t);
    clock = TEST_NOW - 86_400_000;
    t.teardown(() => {
      clock = TEST_NOW;
    });
    t.match(await pipeline.confirm(), { republished: 0 }, 'no heartbeat has come yet');
    await pipeline.beat(clock - graceMs);
    t.match(await pipeline.confirm(), { republished: 0 }, 'nor a fresh one');
    await pipeline.beat(clock);
    t.match(await pipeline.confirm(), { pending: 0, republished: pipeline.rows.length });
  },
);

t.test('what gets lost again and again is given ever more time', async (t) => {
  const pipeline = await publishedActor(t);
  await pipeline.beat(TEST_NOW + graceMs + 1);
  await pipeline.confirm();
  t.equal(await pipeline.republish(), pipeline.rows.length);
  t.match(await pipeline.confirm(), { republished: 0 });
  await pipeline.beat(TEST_NOW + 2 * graceMs + 1);
  t.match(await pipeline.confirm(), { republished: pipeline.rows.length });
});

interface Tap {
  teardown(work: () => Promise<void>): void;
}

t.test('a key is confirmed when the view has it, or has no place for keys', async (t) => {
  for (const projectionVersion of [PROJECTION_VERSION, 1]) {
    const { writeStore, viewStore } = await stores(t);
    await viewStore.migrate();
    await viewStore.createGeneration({ name: 'g1', projectionVersion, splits: {} }, TEST_NOW);
    await migrateAll({ writeStore, viewStore, now });
    const tables = await liveTablesOf(viewStore, { now })();
    if (tables === null) throw new Error('no generation is live');
    const { id, hash, role, subject, scopes, expiresAt } = buildAccessKey();
    await writeStore.accessKeys.create({
      ...{ id, hash, role, subject, scopes, expiresAt, name: 'machine', createdAt: TEST_NOW },
    });
    const { outbox } = writeStore;
    const rows = await outbox.claim({ limit: 10, leaseMs: 1_000, now: TEST_NOW });
    const { events } = await outbox.hydrate(rows);
    await outbox.markPublished(rows, TEST_NOW);
    const confirm = () =>
      confirmPublished({ outbox, tables: [tables], givenBack: new Map(), graceMs, now });
    if (projectionVersion === PROJECTION_VERSION) {
      t.match(await confirm(), { confirmed: 0, pending: 1 });
      await tables.apply(events.map((event) => project(event, {})));
    }
    t.match(await confirm(), { confirmed: 1 }, `version ${projectionVersion}`);
  }
});

t.test('a comment is confirmed when the view has it, or has no place for it', async (t) => {
  for (const projectionVersion of [PROJECTION_VERSION, 2]) {
    const { writeStore, viewStore } = await stores(t);
    await viewStore.migrate();
    await viewStore.createGeneration({ name: 'g1', projectionVersion, splits: {} }, TEST_NOW);
    await migrateAll({ writeStore, viewStore, now });
    const tables = await liveTablesOf(viewStore, { now })();
    if (tables === null) throw new Error('no generation is live');
    const { outbox } = writeStore;
    const confirm = () =>
      confirmPublished({ outbox, tables: [tables], givenBack: new Map(), graceMs, now });
    const publish = async () => {
      const rows = await outbox.claim({ limit: 10, leaseMs: 1_000, now: TEST_NOW });
      const { events } = await outbox.hydrate(rows);
      await outbox.markPublished(rows, TEST_NOW);
      return events.map((event) => project(event, {}));
    };
    const options = { write: 'w'.repeat(22), providerId: idOf(0xf0), now: TEST_NOW };
    const { id, ...content } = buildMovie();
    const after = {
      ...{ id, version: 0, editedVersion: 0, providerId: idOf(0xf0), ratingCount: 0, halfStars: 0 },
      ...{
        addedAt: content.addedAt,
        updatedAt: content.updatedAt,
        ranks: unranked,
        rankedAt: null,
      },
      content: { ...content, cast: [] },
    };
    await writeStore.write((tx) => tx.saveMovies([{ before: null, after }]), options);
    await tables.apply(await publish());
    t.match(await confirm(), { confirmed: 1 });
    const { id: commentId, movieId, userId, text } = buildComment();
    const made = { id: commentId, movieId, userId, text };
    await writeStore.write((tx) => tx.createComment(made), { ...options, write: 'c'.repeat(22) });
    const events = await publish();
    if (projectionVersion === PROJECTION_VERSION) {
      t.match(await confirm(), { confirmed: 0, pending: 1 });
      await tables.apply(events);
    }
    t.match(await confirm(), { confirmed: 1 }, `version ${projectionVersion}`);
  }
});
