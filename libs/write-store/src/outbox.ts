import type { CoveredWrite } from '@marquee/contracts';
import type { Run } from './engine.js';
import { currentState, hydrate } from './hydrate.js';
import type { Transact } from './make-store.js';
import type { ClaimedRow, Outbox, OutboxSizes, Positions, PublishedRow } from './outbox-port.js';
import { type Wide, wideOrNull } from './rows.js';
import type { OutboxStatements } from './statements.js';

interface Row {
  readonly seq: Wide;
  readonly kind: ClaimedRow['kind'];
  readonly subject: string;
  readonly version: Wide;
}

/** Counted from publication: however late a copy of an event arrives, a later one knows what it put. */
const BEFORES_KEPT_MS = 7 * 86_400_000;
/** No lease and no pause is as long: what is due later was set by a clock that has been set back since. */
const FARTHEST_DUE_MS = 60_000;
/** How long a movie's last confirmed change can be traced. */
const TRACE_KEPT_MS = 3_600_000;

/** Whatever it forgets with the power is claimed, published or confirmed once more. */
export function outboxOf(transact: Transact): Outbox {
  const change = async (rows: readonly { readonly seq: number }[], work: Change) => {
    if (rows.length === 0) return;
    const seqs = rows.map((row) => row.seq);
    await transact('forgettable', ({ run, statements }) => work(run, statements.outbox, seqs));
  };
  return {
    claim: (options) => claim(transact, options),
    hydrate: (rows) => transact('snapshot', (connection) => hydrate(connection, rows)),
    current: (subjects) => transact('snapshot', (connection) => currentState(connection, subjects)),
    markPublished: (rows, now) =>
      change(rows, (run, sql, seqs) => run(sql.markPublished, { seqs, now })),
    release: (rows, retryAt) =>
      change(rows, (run, sql, seqs) => run(sql.release, { seqs, retryAt })),
    unconfirmed: (limit) => unconfirmed(transact, limit),
    coversOf: (rows) => coversOf(transact, rows),
    confirm: (rows, now) =>
      change(rows, async (run, sql, seqs) => {
        await run(sql.forgetConfirmed, { seqs });
        await run(sql.deleteConfirmed, { seqs });
        const kept = { now, traceEnd: now + TRACE_KEPT_MS, beforesMs: BEFORES_KEPT_MS };
        await run(sql.keepConfirmed, { seqs, ...kept });
      }),
    republish: (rows) => change(rows, (run, sql, seqs) => run(sql.republish, { seqs })),
    oldestUnconfirmedAt: () => oldestUnconfirmedAt(transact),
    positions: (above) => positions(transact, above),
    sizes: () => sizes(transact),
    prune: (now) =>
      transact(
        'forgettable',
        async ({ run, statements }) => (await run(statements.outbox.prune, { now })).length,
      ),
  };
}

type Change = (run: Run, sql: OutboxStatements, seqs: readonly number[]) => Promise<unknown>;

async function claim(
  transact: Transact,
  { limit, leaseMs, now }: Parameters<Outbox['claim']>[0],
): Promise<ClaimedRow[]> {
  const rows = await transact('forgettable', async ({ run, statements: { outbox } }) => {
    if (outbox.givePositions !== null) await run(outbox.givePositions);
    return await run<Row & { attempts: number }>(outbox.claim, {
      ...{ limit, now, farthest: now + FARTHEST_DUE_MS, leaseEnd: now + leaseMs },
    });
  });
  return rows
    .map(({ kind, subject, attempts, ...row }) => {
      return { seq: Number(row.seq), kind, subject, version: Number(row.version), attempts };
    })
    .sort((a, b) => a.seq - b.seq);
}

async function unconfirmed(transact: Transact, limit: number): Promise<PublishedRow[]> {
  type Published = Row & { position: Wide | null; selections: string | null; published_at: Wide };
  const rows = await transact('write', ({ run, statements }) =>
    run<Published>(statements.outbox.unconfirmed, { limit }),
  );
  return rows.map(({ kind, ...row }) => ({
    seq: Number(row.seq),
    kind,
    subjects: kind === 'totals' ? selectionsOf(row.selections) : [row.subject],
    version: Number(row.version),
    position: wideOrNull(row.position),
    publishedAt: Number(row.published_at),
  }));
}

async function coversOf(
  transact: Transact,
  rows: readonly PublishedRow[],
): Promise<ReadonlyMap<number, readonly CoveredWrite[]>> {
  if (rows.length === 0) return new Map();
  type Covering = { readonly seq: Wide; readonly writes: string };
  const seqs = rows.map(({ seq }) => seq);
  const found = await transact('write', ({ run, statements }) =>
    run<Covering>(statements.outbox.read, { seqs }),
  );
  return new Map(found.map(({ seq, writes }) => [Number(seq), JSON.parse(writes)]));
}

/** Written by this package alone. */
export const selectionsOf = (json: string | null): readonly string[] =>
  json === null ? [] : JSON.parse(json);

async function oldestUnconfirmedAt(transact: Transact): Promise<number | null> {
  type Oldest = { readonly created_at: Wide | null };
  const rows = await transact('write', async ({ run, statements }) => [
    ...(await run<Oldest>(statements.outbox.oldest)),
    ...(await run<Oldest>(statements.ratings.oldest)),
    ...(await run<Oldest>(statements.totals.oldest)),
    ...(await run<Oldest>(statements.plays.oldest)),
  ]);
  const times = rows.flatMap((row) => (row.created_at === null ? [] : [Number(row.created_at)]));
  return times.length === 0 ? null : Math.min(...times);
}

/** Rows without a position get higher ones than the last, so none that is committed later is passed over. */
async function positions(transact: Transact, above: number): Promise<Positions> {
  type Found = Readonly<Record<'last' | 'waiting' | 'created_at', Wide | null>>;
  const [found] = await transact('write', ({ run, statements }) =>
    run<Found>(statements.outbox.positions, { above }),
  );
  const last = Number(found?.last ?? 0);
  const waiting = wideOrNull(found?.waiting ?? null);
  const waitingSince = wideOrNull(found?.created_at ?? null);
  return { last, settled: waiting === null ? last : waiting - 1, waitingSince };
}

/** Counting reads what it counts: with a long backlog, the exact number is not worth that. */
const MAX_COUNTED = 100_000;

async function sizes(transact: Transact): Promise<OutboxSizes> {
  const [row] = await transact('write', ({ run, statements }) =>
    run<{ readonly pending: Wide; readonly published: Wide }>(statements.outbox.sizes, {
      limit: MAX_COUNTED,
    }),
  );
  return { pending: Number(row?.pending ?? 0), published: Number(row?.published ?? 0) };
}
