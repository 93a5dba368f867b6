/** What a comparison found, and how it is told. */
import type { ComparedSlice, Difference } from '@marquee/reconcile';

export interface Findings {
  rows: number;
  /** Rows of the first pass, which goes by what was written. */
  writtenRows: number;
  subjects: number;
  different: number;
  /** Rows of things whose changes had not arrived. */
  behind: number;
  repaired: number;
  left: number;
  /** How many of a kind in a table, as `missing in movieLists`. */
  readonly counts: Map<string, number>;
  /** The first of them. */
  readonly shown: Difference[];
}

const MAX_SHOWN = 50;

export const newFindings = (): Findings => ({
  ...{ rows: 0, writtenRows: 0, subjects: 0, different: 0, behind: 0, repaired: 0, left: 0 },
  ...{ counts: new Map(), shown: [] },
});

export function note(findings: Findings, slice: ComparedSlice): void {
  findings.rows += slice.rows;
  findings.subjects += slice.subjects;
  if (slice.subjects > 0) findings.writtenRows += slice.rows;
  findings.behind += slice.behind.length;
  findings.different += slice.differences.length;
  for (const one of slice.differences) {
    const name = `${one.kind} in ${one.place.table}`;
    findings.counts.set(name, (findings.counts.get(name) ?? 0) + 1);
    if (findings.shown.length < MAX_SHOWN) findings.shown.push(one);
  }
}

export function findingsReport(findings: Findings, isRepairing: boolean): string {
  const { rows, different, behind, counts, shown, repaired, left } = findings;
  const lines = shown.map(
    ({ kind, place }) => `${kind} ${place.table} ${JSON.stringify(place.key)}`,
  );
  if (different > shown.length) lines.push(`… and ${different - shown.length} more`);
  for (const [name, count] of [...counts].sort()) lines.push(`${count} ${name}`);
  lines.push(
    different === 0
      ? `${rows} rows compared: all are as they must be.`
      : `${rows} rows compared: ${different} differ.`,
  );
  if (behind > 0) {
    lines.push(
      `${behind} rows were not compared: their changes are still on their way to the view.`,
    );
  }
  if (isRepairing && different > 0) {
    lines.push(`${repaired} rows repaired${left > 0 ? `, ${left} not` : ''}.`);
  }
  return lines.join('\n');
}
