import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChangeQueue, Unprocessable } from '@marquee/change-queue';
import { unranked } from '@marquee/contracts';
import { project } from '@marquee/projection';
import { buildMovie, idOf, TEST_NOW } from '@marquee/testing';
import { openViewStore } from '@marquee/view-store';
import { openWriteStore, type WriteTransaction } from '@marquee/write-store';
import t from 'tap';
import { confirmPublished, liveTablesOf, migrateAll, traceMovie } from '../src/index.js';

const silent = { info() {}, warn() {}, error() {} };
const now = () => TEST_NOW;
const id = idOf(1);

async function openStores(t: { teardown(work: () => Promise<void>): void }) {
  const directory = await mkdtemp(join(tmpdir(), 'marquee-trace-'));
  const writeStore = openWriteStore(`sqlite:${join(directory, 'write.sqlite')}`);
  const viewStore = openViewStore(`sqlite:${join(directory, 'view.sqlite')}`);
  const queue = openChangeQueue('memory:', { logger: silent });
  t.teardown(async () => {
    await queue.close();
    await Promise.all([writeStore.close(), viewStore.close()]);
    await rm(directory, { recursive: true, force: true });
  });
  await migrateAll({ writeStore, viewStore, now });
  const tables = await liveTablesOf(viewStore, { now })();
  if (tables === null) throw new Error('no generation is live');
  const origin = { requestId: 'request 1' };
  const options = { write: 'w'.repeat(22), providerId: idOf(0xf0), now: TEST_NOW, origin };
  return {
    queue,
    write: <T>(work: (tx: WriteTransaction) => Promise<T>) => writeStore.write(work, options),
    trace: () => traceMovie({ writeStore, viewStore, queue }, id),
    async publish() {
      const { outbox } = writeStore;
      const rows = await outbox.claim({ limit: 10, leaseMs: 1_000, now: TEST_NOW });
      const { events } = await outbox.hydrate(rows);
      await outbox.markPublished(rows, TEST_NOW);
      return async () => {
        await tables.apply(events.map((event) => project(event, {})));
        const given = { outbox, tables: [tables], givenBack: new Map(), now };
        await confirmPublished(given);
      };
    },
  };
}

const create = async (tx: WriteTransaction) => {
  const { rating, providerId, addedAt, updatedAt, version, ...content } = buildMovie({ id });
  const after = {
    ...{ id, version, editedVersion: version, providerId, addedAt, updatedAt },
    ...{ ratingCount: rating.count, halfStars: 0, ranks: unranked, rankedAt: null },
    ...{ content: { ...content, cast: [] } },
  };
  return await tx.saveMovies([{ before: null, after }]);
};

t.test('a movie is traced from station to station', async (t) => {
  const { write, trace, publish } = await openStores(t);
  t.match(await trace(), { station: 'unknown', written: { version: null }, changes: [] });

  const version = (await write(create)).value[0]?.version ?? 0;
  t.match(await trace(), {
    station: 'written',
    written: { version, deleted: false },
    changes: [{ state: 'pending', attempts: 0, publishedAt: null, requestIds: ['request 1'] }],
    projected: [{ generation: 'g1', live: true, version: null, current: false }],
  });
  const arrive = await publish();
  t.match(await trace(), {
    station: 'published',
    changes: [{ state: 'published', attempts: 1, publishedAt: /Z$/, confirmedAt: null }],
  });
  await arrive();
  t.match(await trace(), {
    station: 'confirmed',
    changes: [{ version, state: 'confirmed', confirmedAt: new Date(TEST_NOW).toISOString() }],
    projected: [{ version, current: true }],
    deadLetters: [],
  });

  await write(async (tx) => {
    const movies = await tx.lockMovies({ ids: [id] });
    return await tx.saveMovies(movies.map((before) => ({ before, after: null })));
  });
  t.match(await trace(), {
    station: 'written',
    written: { deleted: true, updatedAt: null },
    changes: [{ state: 'pending' }, { state: 'confirmed' }],
    projected: [{ version, current: false }],
  });
});

t.test('dead letters about it are part of its trace', async (t) => {
  const { write, trace, queue } = await openStores(t);
  await write(create);
  await queue.consume('g1', async () => {
    throw new Unprocessable('cursed');
  });
  for (const about of [id, idOf(2)]) {
    const gone = { kind: 'movie' as const, id: about, version: 1, movie: null, halfStars: 0 };
    const events = [{ ...gone, befores: [], covers: [] }];
    await queue.publish('g1', [{ publishedAt: TEST_NOW, events }]);
  }
  const { deadLetters } = await trace();
  t.match(deadLetters, [{ subjects: [`movie:${id}`], reason: 'cursed', generation: 'g1' }]);
  t.equal(deadLetters.length, 1);
});
