/** A run as tables for people, and as JSON for the record. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@marquee/testing';
import type { CarriedOut } from './carry-out.js';
import { RECOVERY_MS } from './disturbances.js';
import type { Operated } from './operator.js';
import type { RigOptions } from './options.js';
import type { Tally } from './run.js';
import { type Violation, type ViolationKind, violationKinds } from './violations.js';

export interface Report {
  readonly options: RigOptions;
  readonly faults: readonly CarriedOut[];
  readonly operated: readonly Operated[];
  readonly tally: Tally;
  /** Ids that were ever written. */
  readonly movies: number;
  /** From the last write until the view was known to have everything. */
  readonly drainedMs: number;
  readonly counts: Readonly<Record<ViolationKind, number>>;
  readonly examples: readonly Violation[];
  /** What the processes printed, by part. */
  readonly output: readonly (readonly [part: string, text: string])[];
}

export const isGood = ({ counts }: Report): boolean =>
  Object.values(counts).every((count) => count === 0);

export function printReport(report: Report): string {
  const { tally, options, faults, operated } = report;
  const byPart = new Map<string, number>();
  for (const { fault } of faults) {
    const name = `${fault.kind} ${fault.part}`;
    byPart.set(name, (byPart.get(name) ?? 0) + 1);
  }
  const recovery = [...tally.recovery].map(([need, ms]) => {
    return [`${need} (of ${RECOVERY_MS[need]} ms)`, ms] as const;
  });
  const commands = operated.map(({ command, tries, tookMs }) => {
    return [`${command}, tried ${tries} times`, tookMs] as const;
  });
  return [
    `seed ${options.seed}, stores ${options.stores}, ${options.durationMs / 1_000} s`,
    table(`Writes acknowledged (${sum(tally.writes)}), of ${report.movies} movies`, tally.writes),
    table(`Reads checked (${sum(tally.reads)})`, tally.reads),
    table(`Faults (${faults.length})`, byPart),
    table('Operated meanwhile, ms until it was done', commands),
    table('Failures that a fault explains', tally.excused),
    table('Last of them, ms after the fault', recovery),
    table('Settled', [['ms until the outbox was empty', report.drainedMs]]),
    table('Must be 0', Object.entries(report.counts), (kind) => ({
      note: violationKinds[kind as ViolationKind],
    })),
    ...report.examples.slice(0, 20).map(({ kind, atMs, what }) => `${atMs} ms ${kind}: ${what}`),
    isGood(report) ? 'Nothing was lost.' : 'THE RUN FAILED.',
  ].join('\n\n');
}

const sum = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((before, each) => before + each, 0);

function table(
  title: string,
  rows: Iterable<readonly [name: string, value: number]>,
  more: (name: string) => { readonly note: string } = () => ({ note: '' }),
): string {
  const lines = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `  ${name.padEnd(32)}${String(value).padStart(8)}  ${more(name).note}`);
  return [title, ...lines.map((line) => line.trimEnd())].join('\n');
}

/** Writes the report, and the processes' output where it failed; returns the file's name. */
export function saveReport(report: Report): string {
  const { seed, stores } = report.options;
  const folder = join(workspaceRoot, '.cache/faults');
  mkdirSync(folder, { recursive: true });
  const name = join(folder, `${stores}-${seed}`);
  const { output, tally, ...rest } = report;
  const counts = Object.fromEntries(
    Object.entries(tally).map(([kind, map]) => [kind, Object.fromEntries(map)]),
  );
  writeFileSync(`${name}.json`, `${JSON.stringify({ ...rest, tally: counts }, null, 2)}\n`);
  if (!isGood(report)) {
    for (const [part, text] of output) writeFileSync(`${name}.${part}.log`, text);
  }
  return `${name}.json`;
}
