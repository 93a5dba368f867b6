/** Looks for published outbox rows in the view: confirms those that it has reached, and gives back those that got lost. */
import { type CoveredWrite, outboxKinds, type SubjectKind, subjectKinds } from '@marquee/contracts';
import { hasChangeFeed, hasPlaceFor, tableByIdOf, tablesById } from '@marquee/projection';
import type { ViewTables } from '@marquee/view-store';
import type { Outbox, PublishedRow } from '@marquee/write-store';

export interface ConfirmOptions {
  readonly outbox: Outbox;
  /** Of each generation that has to have a row before it is confirmed. */
  readonly tables: readonly ViewTables[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How often each row was given back, by `seq`: kept by the caller from one call to the next. */
  readonly givenBack: Map<number, number>;
  /** Rows looked at in one call (1,000). */
  readonly limit?: number;
  /** How long the pipeline must have been past a row before it counts as lost (10 s); it doubles each time a row is given back. */
  readonly graceMs?: number;
}

export interface Confirmation {
  readonly confirmed: number;
  /** Published, not in the view yet. */
  readonly pending: number;
  readonly republished: number;
}

const MAX_GRACE_MS = 600_000;
const MAX_REMEMBERED = 10_000;

/**
 * A row counts as lost when a heartbeat that was sent well after it has arrived. Age alone does not do: with a long backlog, or
 * no projector, every row is old, and publishing all of them again would only make the backlog longer.
 */
export async function confirmPublished(options: ConfirmOptions): Promise<Confirmation> {
  const { outbox, givenBack, now } = options;
  const rows = await outbox.unconfirmed(options.limit ?? 1_000);
  if (rows.length === 0) return { confirmed: 0, pending: 0, republished: 0 };

  const missing = new Set<PublishedRow>();
  const missed = new Set<PublishedRow>();
  for (const tables of options.tables) {
    const lacking = [
      ...(await lackingOf(rows, { outbox, tables })),
      ...(await unfedOf(rows, tables)),
    ];
    for (const row of lacking) missing.add(row);
    for (const row of await lostOf(lacking, tables, options)) missed.add(row);
  }
  const confirmed = rows.filter((row) => !missing.has(row));
  if (confirmed.length > 0) {
    for (const tables of options.tables) await tables.persist(); // the outbox forgets them now
    await outbox.confirm(confirmed, now());
  }
  for (const row of confirmed) givenBack.delete(row.seq);

  const lost = [...missed];
  if (lost.length > 0) await outbox.republish(lost);
  for (const row of lost) givenBack.set(row.seq, (givenBack.get(row.seq) ?? 0) + 1);
  forgetOldest(givenBack);
  return {
    confirmed: confirmed.length,
    pending: missing.size - lost.length,
    republished: lost.length,
  };
}

interface Where {
  readonly outbox: Outbox;
  readonly tables: ViewTables;
}

async function lackingOf(all: readonly PublishedRow[], where: Where): Promise<PublishedRow[]> {
  // A generation that has no place for such things lacks none.
  const { generation } = where.tables;
  const absent = subjectKinds.filter((kind) => !hasPlaceFor(generation, kind));
  const absentKinds = new Set(absent.map((kind) => outboxKinds[kind]));
  const rows = all.filter(({ kind }) => !absentKinds.has(kind));
  const reached = await versionsOf(rows, where.tables);
  // Of a fold every total counts: a later fold may have brought one of them alone.
  const isReached = ({ kind, subjects, version }: PublishedRow) =>
    subjects.every((subject) => (reached.get(keyOf(kind, subject)) ?? 0) >= version);
  const there = new Set(await noted(rows.filter(isReached), where));
  return rows.filter((row) => !there.has(row));
}

/**
 * Rows all of whose writes the view has noted. Its version alone does not tell: the event of a later row may have brought it,
 * while this row's own event, lost or cut short, was the one to note its writes.
 */
async function noted(
  rows: readonly PublishedRow[],
  { outbox, tables }: Where,
): Promise<PublishedRow[]> {
  const covers = await outbox.coversOf(rows);
  const lacking = new Set<CoveredWrite>();
  for (const some of slices([...covers.values()].flat())) {
    for (const cover of await tables.unapplied(some)) lacking.add(cover);
  }
  return rows.filter((row) => !covers.get(row.seq)?.some((cover) => lacking.has(cover)));
}

/**
 * Rows whose change is not in the feed. A row without writes is known by its version alone, which the event of a later row may have
 * brought; and a gap in the feed would hold up all who follow it, for ever.
 */
async function unfedOf(rows: readonly PublishedRow[], tables: ViewTables): Promise<PublishedRow[]> {
  if (!hasChangeFeed(tables.generation)) return [];
  const lacking = new Set<number | null>([null]);
  const positions = rows.flatMap(({ position }) => (position === null ? [] : [position]));
  for (const some of slices(positions)) {
    for (const position of await tables.lackingPositions(some)) lacking.add(position);
  }
  return rows.filter(({ position }) => lacking.has(position));
}

const keyOf = (kind: PublishedRow['kind'], subject: string) => `${kind} ${subject}`;

async function versionsOf(
  rows: readonly PublishedRow[],
  tables: ViewTables,
): Promise<Map<string, number>> {
  const subjects = (kind: PublishedRow['kind']) => [
    ...new Set(rows.filter((row) => row.kind === kind).flatMap((row) => row.subjects)),
  ];
  const reached = new Map<string, number>();
  for (const kind of subjectKinds) {
    const outboxKind = outboxKinds[kind];
    for (const ids of slices(subjects(outboxKind))) {
      for (const [id, version] of await reachedBy(tables, kind, ids))
        reached.set(keyOf(outboxKind, id), version);
    }
  }
  return reached;
}

/** Where nothing tells the version of what is asked for, the writes that are noted do. */
const ANY_VERSION = Number.POSITIVE_INFINITY;

async function reachedBy(
  tables: ViewTables,
  kind: SubjectKind,
  ids: readonly string[],
): Promise<readonly (readonly [string, number])[]> {
  if (kind === 'selections') {
    const totals = await tables.totals(ids);
    return [...totals].map(([selection, { version }]) => [selection, version]);
  }
  const table = tableByIdOf(kind);
  if (table === null) return ids.map((id) => [id, ANY_VERSION]);
  const versions = await tables.versions(table, ids);
  const expire = table !== 'moviesById' && tablesById[table].expires;
  return expire ? ids.map((id) => [id, versions.get(id) ?? ANY_VERSION]) : [...versions];
}

async function lostOf(
  missing: readonly PublishedRow[],
  tables: ViewTables,
  { givenBack, now, graceMs = 10_000 }: ConfirmOptions,
): Promise<PublishedRow[]> {
  if (missing.length === 0) return [];
  const heartbeat = await tables.heartbeat();
  if (heartbeat === null) return [];
  const at = now();
  return missing.filter((row) => {
    // By a clock that has been set back since: how old it is nobody knows, so any fresh heartbeat counts.
    if (row.publishedAt > at + graceMs) return heartbeat.at > at - graceMs;
    const grace = Math.min(MAX_GRACE_MS, graceMs * 2 ** (givenBack.get(row.seq) ?? 0));
    return heartbeat.at > row.publishedAt + grace;
  });
}

/** The view port takes at most 1,000 at once. */
function slices<T>(items: readonly T[]): T[][] {
  const cut: T[][] = [];
  for (let at = 0; at < items.length; at += 500) cut.push(items.slice(at, at + 500));
  return cut;
}

function forgetOldest(givenBack: Map<number, number>): void {
  for (const seq of givenBack.keys()) {
    if (givenBack.size <= MAX_REMEMBERED) return;
    givenBack.delete(seq);
  }
}
