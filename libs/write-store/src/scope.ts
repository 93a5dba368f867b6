/**
 * One transaction while it runs: its connection, who writes, and what is to be appended at its end.
 */
import type {
  ActorKeys,
  CoveredWrite,
  MovieKeys,
  OutboxKind,
  RecordKeys,
  RecordType,
} from '@marquee/contracts';
import { LostRace, type Run } from './engine.js';
import type { Statements } from './statements.js';
import type { WriteOptions } from './write-store.js';

export interface Scope {
  readonly run: Run;
  readonly statements: Statements;
  readonly options: WriteOptions;
  readonly pending: Pending;
}

/** Appended in as few statements as there are tables, when the work is done. */
export interface Pending {
  readonly outbox: OutboxEntry[];
  readonly totals: Map<string, number>;
  /** What the view must note before it has all of this transaction. */
  readonly subjects: Set<string>;
  /** Something of it is for the relay that no subject stands for. */
  wakes: boolean;
}

export interface OutboxEntry {
  readonly kind: OutboxKind;
  readonly subject: string;
  readonly version: number;
  readonly before: MovieKeys | ActorKeys | RecordKeys[RecordType] | null;
  /** Earlier writes that this change is the end of. */
  readonly covers?: readonly CoveredWrite[];
}

export const newPending = (): Pending => ({
  ...{ outbox: [], totals: new Map(), subjects: new Set(), wakes: false },
});

/** Runs a part of the transaction, which is undone alone where it throws. */
export async function attempt<T>(
  { run, statements, pending }: Scope,
  work: () => Promise<T>,
): Promise<T> {
  const outbox = pending.outbox.length;
  const [totals, subjects] = [[...pending.totals], [...pending.subjects]];
  await run(statements.savepoint);
  try {
    return await work();
  } catch (error) {
    const options = { cause: error };
    await run(statements.rollbackToSavepoint).catch(() => {
      throw new LostRace('the transaction ended in an attempt', options);
    });
    pending.outbox.length = outbox;
    pending.totals.clear();
    for (const [selection, by] of totals) pending.totals.set(selection, by);
    pending.subjects.clear();
    for (const subject of subjects) pending.subjects.add(subject);
    throw error;
  }
}

/** The least version of what this transaction makes: its time in microseconds. */
export const floorOf = ({ options }: Scope) => options.now * 1000;

/** Of what has this version now, or had it when it was deleted; 0: it never was. */
export const nextVersion = (scope: Scope, version: number) => Math.max(version + 1, floorOf(scope));

/**
 * What of the write an event covers. Transactions of one write name their shares apart, as two of
 * them may change the same movie.
 */
export function coverOf({ write, part = 0 }: WriteOptions, what: string): CoveredWrite {
  return { write, subject: part === 0 ? what : `${what}#${part}` };
}

/** This thing changed: one outbox row, one share of the write. */
export function changed(scope: Scope, entry: OutboxEntry): void {
  scope.pending.outbox.push(entry);
  scope.pending.subjects.add(`${entry.kind}:${entry.subject}`);
}

export function count(scope: Scope, selection: string, by: 1 | -1): void {
  const { totals } = scope.pending;
  totals.set(selection, (totals.get(selection) ?? 0) + by);
}

const ROWS_A_STATEMENT = 1_000;

export function* chunksOf<T>(
  items: readonly T[],
  size = ROWS_A_STATEMENT,
): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/**
 * Runs a statement over many rows, a bounded number at a time: JSON of many thousands is slow to
 * read.
 */
export async function runRows(run: Run, sql: string, rows: readonly object[]): Promise<void> {
  for (const chunk of chunksOf(rows)) await run(sql, { rows: chunk });
}

/** Writes what was kept for the end. */
export async function flush(scope: Scope): Promise<void> {
  const { run, statements, options, pending } = scope;
  const rows = pending.outbox.map((entry) => outboxRow(entry, options));
  await runRows(run, statements.outbox.insert, rows);
  const deltas = [...pending.totals].filter(([, by]) => by !== 0).sort();
  if (deltas.length === 0) return;
  const cover = { write: options.write, subject: `totals:${options.part ?? 0}` };
  pending.subjects.add(cover.subject);
  await run(statements.totals.insertDeltas, {
    covers: JSON.stringify(cover),
    deltas: Object.fromEntries(deltas),
    now: options.now,
  });
}

function outboxRow(entry: OutboxEntry, options: WriteOptions) {
  const { kind, subject, version, before, covers = [] } = entry;
  const writes = [coverOf(options, `${kind}:${subject}`), ...covers];
  const origins = options.origin === undefined ? null : [options.origin];
  return { kind, subject, version, writes, beforeKeys: before, origins, createdAt: options.now };
}
