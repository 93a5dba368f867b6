/** What is said at the end of an import. */
import { describeCounts, totalOf } from '@marquee/import';
import type { ImportResult } from './import-movies.js';
import type { LookupsRead } from './read-lookups.js';

export interface ImportEnd {
  readonly result: ImportResult;
  readonly lookups: readonly LookupsRead[];
  /** `null` when nobody waited for it. */
  readonly isInView: boolean | null;
  readonly seconds: number;
  /** Until all rows were stored. */
  readonly storedSeconds: number;
}

export function describeResult(end: ImportEnd): string {
  const { result, lookups, isInView, seconds, storedSeconds } = end;
  const { counts } = result;
  const refusedFiles = [
    ...lookups.flatMap(({ refusedFile }) => refusedFile ?? []),
    ...result.refusedFiles,
  ];
  const lines = [
    `${totalOf(counts)} rows in ${seconds.toFixed(1)} s: ${describeCounts(counts)}.`,
    `Stored after ${storedSeconds.toFixed(1)} s, ${rowsPerSecond(end)} rows a second.`,
    ...lookups.map(
      ({ name, holds, rows, refused }) =>
        `${name}: ${rows} rows of ${holds} read, ${refused} refused.`,
    ),
    ...refusedFiles.map((file) => `Refused rows and reasons: ${file}`),
  ];
  if (result.interrupted) lines.push('Interrupted: the same command continues from here.');
  if (isInView === false) lines.push('All is stored, but the view does not have all of it yet.');
  return lines.join('\n');
}

/** Without those that an earlier run had done. */
const rowsPerSecond = ({ result, storedSeconds }: ImportEnd) =>
  Math.round((totalOf(result.counts) - result.continuedAt) / Math.max(storedSeconds, 0.001));
