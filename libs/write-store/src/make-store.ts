/** The port, over either engine. */
import { Rejected } from '@marquee/contracts';
import { accessKeysOf } from './access-keys.js';
import type { Connection, Engine, TransactionKind } from './engine.js';
import { Generation, type GenerationRow, Rating } from './entities.js';
import { foldsOf } from './folds.js';
import { movieHistoryOf } from './history/movie-history.js';
import { pruneKeys, writeOnce } from './idempotency.js';
import { importsOf } from './imports/imports.js';
import { checkReady, migrate } from './migrate.js';
import { outboxOf } from './outbox.js';
import { type Pauses, retrying } from './retrying.js';
import { flush, newPending, type Scope } from './scope.js';
import { pruneSessions } from './sessions/prune-sessions.js';
import type { Statements } from './statements.js';
import { statisticsOf } from './statistics/statistics.js';
import { subscriptionsOf } from './subscriptions.js';
import { surveyOf } from './survey.js';
import { tasksOf } from './tasks.js';
import { traceMovie } from './trace-movie.js';
import { transactionOf } from './transaction.js';
import { usersOf } from './users.js';
import { webhooksOf } from './webhooks/webhooks.js';
import type { WriteOptions, WriteStore, WriteTransaction, Written } from './write-store.js';

export type Bound = Connection & { readonly statements: Statements };

/** Runs work in a transaction, and again when it lost a race. */
export type Transact = <T>(kind: TransactionKind, work: (bound: Bound) => Promise<T>) => Promise<T>;

export interface StoreOptions {
  readonly pauses: Pauses;
  /** Called after each commit that left something for the relay. */
  readonly onCommitted: () => void;
}

export function makeStore(engine: Engine, { pauses, onCommitted }: StoreOptions): WriteStore {
  const { statements } = engine;
  const transact: Transact = (kind, work) =>
    retrying(engine, { kind, pauses }, (connection) => work({ ...connection, statements }));
  return {
    migrate: () => migrate(engine, Date.now),
    check: () => checkReady(engine),
    write: (work, options) => write({ engine, transact, onCommitted }, work, options),
    pruneKeys: (now) => pruneKeys(transact, now),
    pruneSessions: (now) => pruneSessions(transact, now),
    outbox: outboxOf(transact),
    folds: foldsOf(transact, onCommitted),
    survey: surveyOf(transact, onCommitted),
    tasks: tasksOf(transact),
    imports: importsOf(transact),
    accessKeys: accessKeysOf(transact, onCommitted),
    users: usersOf(transact),
    subscriptions: subscriptionsOf(transact),
    history: movieHistoryOf(transact),
    webhooks: webhooksOf(transact),
    statistics: statisticsOf(transact),
    readRating: (movieId, userId) => readRating(transact, movieId, userId),
    traceMovie: (id) => traceMovie(transact, id),
    isEmpty: () =>
      transact('write', async ({ run }) => (await run(statements.movies.any)).length === 0),
    generations: () => transact('write', ({ manager }) => generationsOf(manager)),
    registerGeneration: (generation) => transact('write', (bound) => register(bound, generation)),
    forgetGeneration: (name) =>
      transact('write', async ({ manager }) => {
        await manager.getRepository(Generation).delete({ name });
      }),
    ping: () => transact('write', async ({ run }) => void (await run('SELECT 1 AS n'))),
    pool: () => engine.pool(),
    close: () => engine.close(),
  };
}

interface Writing {
  readonly engine: Engine;
  readonly transact: Transact;
  readonly onCommitted: () => void;
}

async function write<T>(
  { engine, transact, onCommitted }: Writing,
  work: (tx: WriteTransaction) => Promise<T>,
  options: WriteOptions,
): Promise<Written<T>> {
  let wakes = false;
  const carryOut = async ({ run, statements }: Bound): Promise<Written<T>> => {
    // Made anew for each try, since what a lost try noted is rolled back with it.
    const scope: Scope = { run, statements, options, pending: newPending() };
    const value = await work(transactionOf(scope));
    await flush(scope);
    const { write } = options;
    const { subjects } = scope.pending;
    wakes = subjects.size > 0 || scope.pending.wakes;
    return { value, subjects: subjects.size, write, replayed: false };
  };
  const { idempotency: key, dryRun = false, now } = options;
  if (dryRun) return await transact('dryRun', carryOut);
  const { translated } = engine;
  const written = key
    ? await writeOnce({ transact, translated, key, now }, carryOut)
    : await transact('write', carryOut);
  if (wakes && !written.replayed) onCommitted();
  return written;
}

async function readRating(
  transact: Transact,
  movieId: string,
  userId: string,
): Promise<number | null> {
  return await transact('write', async ({ run, statements, manager }) => {
    const rating = await manager.getRepository(Rating).findOneBy({ movieId, userId });
    if (rating !== null) return rating.halfStars;
    const movies = await run(statements.ratings.movies, { ids: [movieId] });
    if (movies.length === 0) throw new Rejected('movie-not-found');
    return null;
  });
}

async function generationsOf(manager: Connection['manager']): Promise<GenerationRow[]> {
  return await manager.getRepository(Generation).find({ order: { name: 'ASC' } });
}

/**
 * Update first, insert where there was none: the unique key tells who came second, and that one
 * runs again.
 */
async function register({ manager }: Bound, generation: GenerationRow): Promise<void> {
  const { name, projectionVersion } = generation;
  const repository = manager.getRepository(Generation);
  if (await repository.existsBy({ name })) await repository.update({ name }, { projectionVersion });
  else await repository.insert({ name, projectionVersion });
}
