/** All changes from a place on, in the order of commits and without a gap: what search, exports and `GET /changes` follow. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Announcements } from '@marquee/change-queue';
import { type FeedPlace, Rejected, StoreUnavailable } from '@marquee/contracts';
import { hasChangeFeed } from '@marquee/projection';
import type { FeedState, ViewTables } from '@marquee/view-store';
import { type ChangeBell, changeBell } from './change-bell.js';
import { type Change, type ReadChanges, reachedFrom, readChanges } from './read-changes.js';

export interface ChangeFeed {
  /**
   * The place for who follows from now on: the view has all changes up to there, so that whatever it lacks of a copy that is made of the
   * view afterwards comes later. @throws {Rejected} `view-behind` while the view has no feed
   */
  newest(): Promise<FeedPlace>;
  /**
   * What comes after a place, none left out; no changes: nothing yet. @throws {Rejected} `changes-expired` where some of it is kept no
   * longer: make a new copy; `view-behind` while the view has no feed
   */
  read(place: FeedPlace, limit: number): Promise<ReadChanges>;
  /**
   * As `read`, but waits for something to come, at most so long, through outages of the view too. An unchanged position: nothing came,
   * or the signal did. @throws {Rejected} `changes-expired`
   */
  next(place: FeedPlace, options: NextOptions): Promise<ReadChanges>;
  /**
   * Hands on all changes after a place, in order and some at a time, until the signal comes: the next are read when `onChanges` is done
   * with the last. Waits through outages of the view. @throws {Rejected} `changes-expired`; and what `onChanges` throws
   */
  tail(place: FeedPlace, options: TailOptions): Promise<void>;
  /**
   * The position up to which a follower must have come to have all of this write, which the view has; `null`: none that is known.
   * @throws {Rejected} `unavailable` while there is no view
   */
  positionOf(write: string): Promise<number | null>;
  close(): Promise<void>;
}

export interface NextOptions {
  readonly limit: number;
  readonly atMostMs: number;
  readonly signal: AbortSignal;
}

export interface TailOptions {
  /** The changes, and the place after them: also where there are none but of kinds that nobody is shown. */
  readonly onChanges: (changes: readonly Change[], place: FeedPlace) => Promise<void> | void;
  readonly signal: AbortSignal;
}

export interface ChangeFeedOptions {
  /** The live generation's, read freshly. @throws {Rejected} `unavailable` while there is none */
  readonly tables: () => ViewTables;
  readonly announcements: Announcements;
}

const TAIL_LIMIT = 500;
const TAIL_WAIT_MS = 60_000;
/** Of `newest`: what lies beyond comes to those who follow once more, which does no harm. */
const NEWEST_ROUNDS = 20;
const NEWEST_LIMIT = 1_000;
/** Where announcements arrive, this only guards against those that get lost. */
const TRUSTED_PAUSE_MS = 1_000;
const UNTRUSTED_PAUSE_MS = 100;
const OUTAGE_PAUSE_MS = 500;
/** Least time from one look that found nothing to the next. */
const GAP_MS = 10;

export function createChangeFeed({ tables: live, announcements }: ChangeFeedOptions): ChangeFeed {
  const bell = changeBell(announcements);
  /** The farthest place that this process has seen. */
  let seen: FeedPlace = { beganAt: 0, position: 0 };
  const tablesWithFeed = (): ViewTables => {
    const tables = live();
    if (!hasChangeFeed(tables.generation)) throw withoutFeed();
    return tables;
  };
  const note = (place: FeedPlace) => {
    const isFarther = place.beganAt !== seen.beganAt || place.position > seen.position;
    if (isFarther) seen = place;
  };

  const together = readsTogether();
  const feed: ChangeFeed = {
    async newest() {
      const tables = tablesWithFeed();
      const { beganAt, settled } = await stateOf(tables);
      let position = seen.beganAt === beganAt ? Math.max(seen.position, settled) : settled;
      for (let round = 0; round < NEWEST_ROUNDS; round += 1) {
        const reached = await reachedFrom(tables, { after: position, limit: NEWEST_LIMIT });
        const isEnd = reached < position + NEWEST_LIMIT;
        position = reached;
        if (isEnd) break;
      }
      note({ beganAt, position });
      return { beganAt, position };
    },
    async read({ beganAt, position }, limit) {
      const tables = tablesWithFeed();
      const found = await together(tables, { after: position, limit });
      if (found.position > position) {
        // A feed of another store has other changes at these positions.
        if (beganAt !== seen.beganAt) await refuseForeign(tables, beganAt);
        note({ beganAt, position: found.position });
        return found;
      }
      const { settled } = await refuseForeign(tables, beganAt);
      if (settled <= position) return found;
      // What was settled by then is there now, or never again.
      const isThere = (await tables.changes({ after: position, limit: 1 })).length > 0;
      if (!isThere) throw new Rejected('changes-expired');
      return await readChanges(tables, { after: position, limit });
    },
    async next(place, { limit, atMostMs, signal }) {
      const end = performance.now() + atMostMs;
      for (;;) {
        const rung = bell.rung();
        const readAt = performance.now();
        const found = await during(feed.read(place, limit));
        if (found !== null && found.position > place.position) return found;
        const leftMs = end - performance.now();
        if (leftMs <= 0 || signal.aborted) return { changes: [], position: place.position };
        const wantedMs = found === null ? OUTAGE_PAUSE_MS : pauseMs(bell);
        await bell.wait(rung, { atMostMs: Math.min(wantedMs, leftMs), signal });
        // Where one change is late, those after it ring for nothing.
        await sleep(Math.max(0, GAP_MS - (performance.now() - readAt)));
      }
    },
    async tail(place, { onChanges, signal }) {
      const waiting = { limit: TAIL_LIMIT, atMostMs: TAIL_WAIT_MS, signal };
      let { position } = place;
      while (!signal.aborted) {
        const found = await feed.next({ ...place, position }, waiting);
        if (found.position === position) continue;
        position = found.position;
        await onChanges(found.changes, { ...place, position });
      }
    },
    async positionOf(write) {
      const tables = live();
      // A note that was taken over from a view without positions is of a change that was settled before.
      return (await tables.appliedPosition(write)) ?? (await tables.feedState())?.settled ?? null;
    },
    close: () => bell.close(),
  };
  return feed;
}

/** All who follow are woken by the same change: those who ask for the same at the same time share one read. */
function readsTogether(): typeof readChanges {
  const underWay = new WeakMap<ViewTables, Map<string, Promise<ReadChanges>>>();
  return (tables, { after, limit }) => {
    const reads = underWay.get(tables) ?? new Map<string, Promise<ReadChanges>>();
    underWay.set(tables, reads);
    const key = `${after} ${limit}`;
    const known = reads.get(key);
    if (known !== undefined) return known;
    const reading = readChanges(tables, { after, limit }).finally(() => reads.delete(key));
    reads.set(key, reading);
    return reading;
  };
}

const pauseMs = (bell: ChangeBell) => (bell.isTrusted() ? TRUSTED_PAUSE_MS : UNTRUSTED_PAUSE_MS);

/** `null` while the view cannot be read, or has no feed. */
async function during(reading: Promise<ReadChanges>): Promise<ReadChanges | null> {
  try {
    return await reading;
  } catch (error) {
    const isAway = error instanceof Rejected && error.code !== 'changes-expired';
    if (isAway || error instanceof StoreUnavailable) return null;
    throw error;
  }
}

async function stateOf(tables: ViewTables): Promise<FeedState> {
  const state = await tables.feedState();
  if (state === null) throw withoutFeed();
  return state;
}

async function refuseForeign(tables: ViewTables, beganAt: number): Promise<FeedState> {
  const state = await stateOf(tables);
  if (state.beganAt !== beganAt) throw new Rejected('changes-expired');
  return state;
}

const withoutFeed = () =>
  new Rejected('view-behind', 'The view does not have the changes in order yet.');
