/** Writes events in the three steps that `Mutation` states, in batches that Cassandra accepts. */
import { listTables, type Mutation, perTable, tablesById } from '@marquee/projection';
import { inParallel } from '../in-parallel.js';
import type { Bound, CassandraSession } from './cassandra-session.js';
import type { CassandraStatements } from './cassandra-statements.js';
import { mutationStatement } from './mutation-statements.js';

/** Cassandra refuses batches above 50 KiB by its own count; bigger rows go alone. */
const MAX_BATCH_BYTES = 40_000;
const MAX_BATCH_STATEMENTS = 200;
/** Cells, timestamps and names beside the values. */
const STATEMENT_BYTES = 120;
/** Events whose short rows share the batches of a step. */
const EVENTS_PER_GROUP = 8;
const GROUPS_IN_FLIGHT = 8;
const BATCHES_IN_FLIGHT_PER_GROUP = 8;

const STEPS: Readonly<Record<Mutation['table'], number>> = {
  movieLists: 0,
  actorMovies: 0,
  ...perTable(listTables, () => 0),
  totals: 0,
  genres: 0,
  tags: 0,
  moviesById: 1,
  ...perTable(tablesById, () => 1),
  heartbeat: 1,
  changesByPosition: 1,
  settledPosition: 1,
  appliedWrites: 2,
};

export async function applyEvents(
  session: CassandraSession,
  { on, now }: { readonly on: CassandraStatements; readonly now: () => number },
  events: readonly (readonly Mutation[])[],
): Promise<void> {
  await inParallel(groupsOf(events), GROUPS_IN_FLIGHT, async (group) => {
    for (const step of [0, 1, 2]) {
      const rows = group.filter((mutation) => STEPS[mutation.table] === step);
      const batches = packed(rows.map((mutation) => mutationStatement(on, mutation, now)));
      await inParallel(batches, BATCHES_IN_FLIGHT_PER_GROUP, (batch) => session.write(batch));
    }
  });
}

function groupsOf(events: readonly (readonly Mutation[])[]): Mutation[][] {
  return Array.from({ length: Math.ceil(events.length / EVENTS_PER_GROUP) }, (_, index) =>
    events.slice(index * EVENTS_PER_GROUP, (index + 1) * EVENTS_PER_GROUP).flat(),
  );
}

/** In order, so that the rows of one event stay together. */
export function packed(statements: readonly Bound[]): Bound[][] {
  const batches: Bound[][] = [];
  let batch: Bound[] = [];
  let bytes = 0;
  for (const statement of statements) {
    const size = sizeOf(statement);
    const isFull = bytes + size > MAX_BATCH_BYTES || batch.length >= MAX_BATCH_STATEMENTS;
    if (batch.length > 0 && isFull) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(statement);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function sizeOf({ params }: Bound): number {
  return params.reduce<number>(
    (bytes, value) => bytes + (typeof value === 'string' ? Buffer.byteLength(value) : 8),
    STATEMENT_BYTES,
  );
}
