/** The write model in memory: movies with versions, and an outbox whose rows commit with them. */
import { isDeepStrictEqual } from 'node:util';
import {
  type ChangeEvent,
  type ChangePosition,
  type CoveredWrite,
  type Movie,
  type MovieChanged,
  type MovieKeys,
  type Ranks,
  unranked,
} from '@marquee/contracts';
import { keysOfMovie } from '@marquee/projection';
import { buildMovie, versionAt } from '@marquee/testing';
import { type Fold, modelTotals } from './model-totals.js';
import type { Rules } from './rules.js';

export interface StoredMovie {
  readonly version: number;
  /** `null` when deleted. */
  readonly movie: Movie | null;
  readonly halfStars: number;
  readonly ranks: Ranks;
}

/** What a write sets of a movie; `null` deletes it. */
export type Content = {
  readonly movie: Partial<Movie>;
  readonly halfStars: number;
  readonly ranks: Ranks;
} | null;

export interface OutboxRow {
  /** Of the movie; `null` for a fold of totals. */
  readonly id: string | null;
  /** Of a fold. */
  readonly selections: readonly string[];
  readonly version: number;
  /** Taken when the transaction began. */
  readonly seq: number;
  /** Of the change in the feed; 0: not given yet. */
  position: number;
  readonly at: number;
  readonly covers: readonly CoveredWrite[];
  befores: readonly MovieKeys[];
  state: 'waiting' | 'leased' | 'published' | 'confirmed';
  leasedUntil: number;
  publishedAt: number;
}

export type ModelWriteStore = ReturnType<typeof modelWriteStore>;

export function modelWriteStore(rules: Rules) {
  const movies = new Map<string, StoredMovie>();
  const totals = modelTotals();
  const versionsOfWrites = new Map<string, number>();
  const foldsOfWrites = new Map<string, Fold>();
  const covers: CoveredWrite[] = [];
  let rows: OutboxRow[] = [];
  let lastSeq = 0;
  let lastPosition = 0;

  function append(row: Omit<OutboxRow, 'seq' | 'position'>, seq = ++lastSeq): void {
    rows.push({ ...row, seq, position: rules.placeCommitted ? 0 : seq });
    covers.push(...row.covers);
  }

  /** To all that is committed by now. */
  function givePositions(): void {
    if (!rules.placeCommitted) lastPosition = lastSeq;
    const unplaced = rows.filter(({ position }) => position === 0);
    for (const row of unplaced.sort((a, b) => a.seq - b.seq)) row.position = ++lastPosition;
  }

  const keysOf = (stored: StoredMovie | undefined) =>
    stored?.movie ? [keysOfMovie(stored.movie, stored.halfStars, stored.ranks)] : [];

  /**
   * The row and its outbox row, in one transaction, which may have begun long before: with this number. `clock`: milliseconds since
   * 1970, as this writer has it.
   */
  function save(id: string, content: Content, clock: number, seq?: number): void {
    const before = movies.get(id);
    const least = rules.previousPlusOne ? (before?.version ?? 0) + 1 : 0;
    const version = Math.max(least, versionAt(clock));
    const after = storedOf(id, version, before?.movie ?? null, content, clock);
    movies.set(id, after);
    if (content === null && !rules.keepDeletedVersions) movies.delete(id);
    const moved = !isDeepStrictEqual(keysOf(before), keysOf(after));
    const write = `write ${versionsOfWrites.size}`;
    versionsOfWrites.set(write, version);
    const befores = moved ? keysOf(before) : [];
    const own = [{ write, subject: `movie:${id}` }];
    append({ ...newRow, id, version, at: clock, covers: own, befores }, seq);
    totals.append(write, keysOf(before), keysOf(after));
  }

  /** A new version and nothing else, as a repair gives it: no write waits for it. */
  function renew(id: string, clock: number): void {
    const before = movies.get(id);
    if (before === undefined) return;
    const least = rules.previousPlusOne ? before.version + 1 : 0;
    const version = Math.max(least, versionAt(clock));
    movies.set(id, { ...before, version, movie: before.movie && { ...before.movie, version } });
    append({ ...newRow, id, version, at: clock });
  }

  function foldTotals(clock: number): void {
    const fold = totals.fold(clock);
    if (fold === null) return;
    append({ ...newRow, ...fold, at: clock });
    for (const { write } of fold.covers) foldsOfWrites.set(write, fold);
  }

  function claim(limit: number, now: number, leaseMs: number): OutboxRow[] {
    givePositions();
    const claimed = rows.filter(
      ({ state, leasedUntil }) => state === 'waiting' || (state === 'leased' && leasedUntil < now),
    );
    for (const row of claimed.slice(0, limit)) {
      row.state = 'leased';
      row.leasedUntil = now + leaseMs;
    }
    return claimed.slice(0, limit);
  }

  /** The current state of what these rows are about, in one snapshot; what they say of versions is old news. */
  function hydrate(claimed: readonly OutboxRow[]): ChangeEvent[] {
    const folds = claimed.filter(({ id }) => id === null);
    const movies = [...new Set(claimed.map(({ id }) => id))].filter((id) => id !== null);
    return [
      ...folds.map((fold) => ({ ...totals.changeOf(fold), positions: positionsOf([fold]) })),
      ...movies.map((id) => {
        const own = claimed.filter((row) => row.id === id);
        return changeOf(id, own, rules.keepBefores ? rows.filter((row) => row.id === id) : own);
      }),
    ];
  }

  function changeOf(id: string, claimed: readonly OutboxRow[], kept: readonly OutboxRow[]) {
    const stored = movies.get(id);
    const befores = new Map(kept.flatMap((row) => row.befores).map((k) => [JSON.stringify(k), k]));
    const change: MovieChanged = {
      kind: 'movie',
      id,
      version: stored?.version ?? Math.max(...claimed.map(({ version }) => version)),
      movie: stored?.movie ?? null,
      halfStars: stored?.halfStars ?? 0,
      ranks: stored?.ranks ?? unranked,
      befores: [...befores.values()],
      covers: claimed.flatMap(({ covers }) => covers),
      positions: positionsOf(claimed),
    };
    return change;
  }

  function markPublished(published: readonly OutboxRow[], now: number): void {
    for (const row of published) {
      if (row.state === 'confirmed') continue;
      row.state = 'published';
      row.publishedAt = now;
      if (!rules.keepBefores) row.befores = [];
    }
  }

  return {
    save,
    renew,
    /** A transaction begins; it may end much later, by `save`, or never. */
    begin: () => ++lastSeq,
    lastPosition: () => lastPosition,
    /** Up to where all is confirmed. */
    settledPosition(): number {
      const open = rows.filter(({ state, position }) => state !== 'confirmed' && position > 0);
      return Math.min(lastPosition, ...open.map(({ position }) => position - 1));
    },
    foldTotals,
    totals,
    claim,
    hydrate,
    markPublished,
    movies: movies as ReadonlyMap<string, StoredMovie>,
    /** One of every movie that there is: what a rebuild publishes. */
    hydrateAll: () =>
      [...movies.keys()].map((id) =>
        changeOf(
          id,
          [],
          rows.filter((row) => row.id === id),
        ),
      ),
    rows: () => rows as readonly OutboxRow[],
    versionOfWrite: (write: string) => versionsOfWrites.get(write) ?? 0,
    /** The fold that has the totals of this write. */
    foldOfWrite: (write: string) => foldsOfWrites.get(write),
    /** Every share of every write that the view must note in the end. */
    covers: () => covers as readonly CoveredWrite[],
    /** What is confirmed goes at once, or after `keepMs` where it has befores. */
    prune(now: number, keepMs: number): void {
      const isKept = ({ befores, publishedAt }: OutboxRow) =>
        befores.length > 0 && publishedAt > now - keepMs;
      rows = rows.filter((row) => row.state !== 'confirmed' || isKept(row));
    },
  };
}

const positionsOf = (rows: readonly OutboxRow[]): ChangePosition[] =>
  rows.map(({ position, version, at }) => ({ position, version, at }));

const newRow = {
  id: null,
  selections: [],
  covers: [],
  befores: [],
  state: 'waiting',
  leasedUntil: 0,
  publishedAt: 0,
} as const;

function storedOf(
  id: string,
  version: number,
  before: Movie | null,
  content: Content,
  clock: number,
): StoredMovie {
  if (content === null) return { version, movie: null, halfStars: 0, ranks: unranked };
  const addedAt = before?.addedAt ?? new Date(clock).toISOString();
  const movie = { ...buildMovie({ id, addedAt }), ...content.movie, version };
  const { halfStars, ranks } = content;
  return { version, movie, halfStars, ranks };
}
