/** The way of a write without HTTP: real stores in files, the relay and the projector, on the queue that is asked for. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openChangeQueue } from '@marquee/change-queue';
import { type Relay, type RelayDeps, startRelay } from '@marquee/command';
import { type SplitPoints, sessionIdOf, unranked } from '@marquee/contracts';
import type { MovieState } from '@marquee/domain';
import { PROJECTION_VERSION, type Projection } from '@marquee/projection';
import { type Projector, startProjector } from '@marquee/projector';
import { deadLettersOf, migrateAll } from '@marquee/reconcile';
import { createLogger } from '@marquee/service';
import { buildMovie, idOf } from '@marquee/testing';
import { openViewStore, type ViewStore, type ViewTables } from '@marquee/view-store';
import { openWriteStore, type WriteTransaction, type Written } from '@marquee/write-store';

const logger = createLogger('test', 'silent');
export const USER = idOf(0xf1);

interface Tap {
  teardown(work: () => Promise<void>): void;
}

interface PipelineOptions {
  /** Of a view that is not in a file of its own. */
  readonly viewUrl?: string;
  /** Of the view's first generation. */
  readonly splits?: SplitPoints;
  /** Called for each attempt at a job that fails, in part or as a whole. */
  readonly onFailed?: (error: unknown) => void;
  /** Milliseconds since 1970 (`Date.now`). */
  readonly now?: () => number;
}

type RelayOptions = Pick<RelayDeps, 'reconcileRowsPerSecond' | 'foldsMayWait' | 'changesMayWait'>;

export async function openPipeline(t: Tap, queueUrl: string, options: PipelineOptions = {}) {
  const { now = Date.now } = options;
  const directory = await mkdtemp(join(tmpdir(), 'marquee-pipeline-'));
  let relay: Relay | undefined;
  const writeStore = openWriteStore(`sqlite:${join(directory, 'write.sqlite')}`, {
    onCommitted: () => relay?.wake(),
  });
  const viewFile = join(directory, 'view.sqlite');
  const viewStore = openViewStore(options.viewUrl ?? `sqlite:${viewFile}`, { now });
  const queue = openChangeQueue(queueUrl, { logger, timeoutMs: 1_000, backoffMs: 10 });
  if (options.splits) await makeFirst(viewStore, options.splits, now());
  await migrateAll({ writeStore, viewStore, now });
  const [generation] = await viewStore.generations();
  if (generation === undefined) throw new Error('there is no generation');
  const projectors: Projector[] = [];
  t.teardown(async () => {
    await relay?.close();
    await Promise.all(projectors.map((projector) => projector.close()));
    await queue.close();
    await Promise.all([writeStore.close(), viewStore.close()]);
    await rm(directory, { recursive: true, force: true });
  });

  const tables = viewStore.open(generation);
  const write = async <T>(work: (tx: WriteTransaction) => Promise<T>): Promise<Write> => {
    const write = randomBytes(16).toString('base64url');
    const options = { write, providerId: idOf(0xf0), now: now() };
    return { write, subjects: (await writeStore.write(work, options)).subjects };
  };
  return {
    settings: { DATA_DIR: directory, LOG_LEVEL: 'error', QUEUE_URL: queueUrl },
    tables,
    queue,
    writeStore,
    viewStore,
    viewFile,
    letters: deadLettersOf({ writeStore, queue, now }),
    outbox: writeStore.outbox,
    relay: {
      start(more: RelayOptions = {}) {
        const stores = { writeStore, viewStore, queue };
        relay = startRelay({ ...stores, logger, now, lostAfterMs: 1_000, ...more });
      },
      catchUp: async () => await relay?.catchUp(new AbortController().signal),
      close: async () => relay?.close(),
    },
    projector: {
      async start(projection?: Projection) {
        const metrics = { applied: () => {}, failed: options.onFailed ?? (() => {}) };
        const started = await startProjector({
          ...{ queue, viewStore, logger, now, metrics, refreshMs: 100 },
          ...(projection === undefined ? {} : { projection }),
        });
        projectors.push(started);
      },
      async close() {
        await Promise.all(projectors.splice(0).map((projector) => projector.close()));
      },
    },
    write,
    /** A key of a machine; nothing tells when the view has it. */
    addKey: () =>
      writeStore.accessKeys.create({
        ...{ id: idOf(0xb1), name: 'machine', hash: 'ab'.repeat(32), role: 'viewer' },
        ...{ subject: idOf(0xb1), scopes: [], createdAt: now(), expiresAt: null },
      }),
    /** Some comments on the first movie of `createMovies`. */
    addComments: async () => {
      const made = [0xc1, 0xc2, 0xc3].map((n) => {
        return { id: idOf(n), movieId: idOf(1), userId: USER, text: `Comment ${n}.` };
      });
      await write(async (tx) => {
        for (const comment of made) await tx.createComment(comment);
      });
    },
    /** Some completed sessions of one player, on two days of two countries. */
    addSessions: async () => {
      const made = [0xd1, 0xd2, 0xd3].map((n) => {
        const [sessionId, playerId, at] = [idOf(n), USER, now() - (n % 2) * 86_400_000];
        const start = { at, country: n % 2 === 0 ? 'FI' : 'SE' };
        return {
          id: sessionIdOf(sessionId, playerId),
          sessionId,
          playerId,
          start,
          endedAt: at + n,
        };
      });
      await write(async (tx) => await tx.saveSessions(made));
    },
    /** Some ratings of the first movies, good ones and others. */
    addRatings: async () => {
      const given = [10, 8, 3].map((halfStars, n) => {
        return { movieId: idOf(1 + (n % 2)), userId: idOf(0xe1 + n), halfStars };
      });
      await write((tx) => tx.saveRatings(given));
    },
    /** Resolves when the view has all of this write, as a read with its token would. */
    async arrival({ write, subjects }: Write): Promise<void> {
      while ((await tables.appliedSubjects(write, subjects)) < subjects) await sleep(20);
    },
    /** Resolves when the write side knows that the view has everything. */
    async settled(): Promise<void> {
      while ((await writeStore.outbox.oldestUnconfirmedAt()) !== null) await sleep(20);
    },
  };
}

async function makeFirst(
  viewStore: ViewStore,
  splits: SplitPoints,
  createdAt: number,
): Promise<void> {
  await viewStore.migrate();
  const first = { name: 'g1', projectionVersion: PROJECTION_VERSION, splits };
  await viewStore.createGeneration(first, createdAt);
}

export type Pipeline = Awaited<ReturnType<typeof openPipeline>>;
type Write = Pick<Written<unknown>, 'subjects'> & { readonly write: string };

/** New movies, with a cast that the write finds or makes. */
export function createMovies(from: number, count: number) {
  return async (tx: WriteTransaction) => {
    const names = ['Al Pacino', 'Robert De Niro'];
    const actors = await tx.resolveActors(
      names.map((name) => ({ name, tmdbId: null, imdbId: null })),
    );
    const cast = actors.flatMap((actor, order) =>
      actor === null ? [] : [{ actorId: actor.id, character: null, order }],
    );
    const movies = Array.from({ length: count }, (_, n) => movieState(from + n, cast));
    return await tx.saveMovies(movies.map((after) => ({ before: null, after })));
  };
}

function movieState(n: number, cast: MovieState['content']['cast']): MovieState {
  const { id, version, providerId, addedAt, updatedAt, rating, ...content } = buildMovie({
    ...{ id: idOf(n), title: `Movie ${n}`, tmdbId: null, imdbId: null },
  });
  return {
    ...{ id, version, editedVersion: version, providerId, addedAt, updatedAt },
    ...{ ratingCount: rating.count, halfStars: 0, ranks: unranked, rankedAt: null },
    content: { ...content, cast },
  };
}

/** How many movies the first page of `all` and the total hold. */
export async function countsOf(tables: ViewTables) {
  const page = await tables.movieSlice({
    ...{ list: 'all/title', order: 'ascending', walk: 'next', after: null },
    ...{ limit: 10_000, columns: 'keys' },
  });
  return { listed: page.length, total: (await tables.totals(['all'])).get('all')?.count };
}
