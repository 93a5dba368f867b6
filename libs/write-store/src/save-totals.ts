/** Totals of selections: absolute, each at a version, with the outbox row that announces them. */
import type { CoveredWrite } from '@marquee/contracts';
import { LostRace } from './engine.js';
import type { Bound } from './make-store.js';
import { newId } from './new-id.js';
import type { Wide } from './rows.js';
import { runRows } from './scope.js';

export interface Addition {
  /** By selection. */
  readonly sums: ReadonlyMap<string, number>;
  /** What is in the view when all of these totals are. */
  readonly writes: readonly CoveredWrite[];
  /** Of the oldest of these writes, in milliseconds since 1970. */
  readonly createdAt: number;
  readonly now: number;
}

export interface Counted {
  readonly selection: string;
  readonly before: number;
  readonly count: number;
}

interface Total {
  readonly selection: string;
  readonly count: Wide;
  readonly version: Wide;
}

/**
 * All selections of an addition get one version, so that any of them tells whether the view has
 * the addition.
 */
export async function addToTotals(
  { run, statements }: Pick<Bound, 'run' | 'statements'>,
  { sums, writes, createdAt, now }: Addition,
): Promise<readonly Counted[]> {
  const selections = [...sums.keys()].sort();
  const found = await run<Total>(statements.totals.lock, { selections });
  const old = new Map(found.map((row) => [row.selection, row]));
  const version = Math.max(now * 1000, ...found.map((row) => Number(row.version) + 1));
  const totals = selections.map((selection) => {
    const before = old.get(selection);
    const count = Number(before?.count ?? 0) + (sums.get(selection) ?? 0);
    const versionBefore = before === undefined ? null : Number(before.version);
    return { selection, count, version, before: versionBefore };
  });
  const updates = totals.filter(({ before }) => before !== null);
  const done = updates.length === 0 ? [] : await run(statements.totals.update, { rows: updates });
  if (done.length !== updates.length) throw new LostRace('a total changed before it was saved');
  const inserts = totals.filter(({ before }) => before === null);
  await runRows(run, statements.totals.insert, inserts);
  const row = { kind: 'totals', subject: newId(now), version, writes, createdAt, selections };
  await run(statements.outbox.insert, { rows: [row] });
  return totals.map(({ selection, count }) => ({
    ...{ selection, count },
    before: Number(old.get(selection)?.count ?? 0),
  }));
}
