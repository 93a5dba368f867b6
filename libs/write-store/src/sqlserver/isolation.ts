/**
 * The two settings of the database that this package rests on: readers must not block, and
 * hydration needs snapshots.
 */
import type { Run } from '../engine.js';

export interface Isolation {
  readonly readCommittedSnapshot: boolean;
  readonly snapshot: boolean;
  /** Babelfish always works this way and cannot be told to. */
  readonly fixed: boolean;
}

const READ = `
SELECT is_read_committed_snapshot_on AS committed, snapshot_isolation_state AS snapshots,
  CASE WHEN @@VERSION LIKE N'%Babelfish%' THEN 1 ELSE 0 END AS fixed
FROM sys.databases WHERE name = DB_NAME()`;

const ALLOW_SNAPSHOTS = 'ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON';
// Waits for no other session, and ends none: where there are others, an administrator decides.
const READ_BY_SNAPSHOTS = 'ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT';

export async function isolationOf(run: Run): Promise<Isolation> {
  const [row] = await run<{ committed: boolean; snapshots: number; fixed: number }>(READ);
  return {
    readCommittedSnapshot: row?.committed === true,
    snapshot: row?.snapshots === 1,
    fixed: row?.fixed === 1,
  };
}

/**
 * Makes the settings where they are missing. What is not permitted is left to `isolationFaults` to
 * report.
 */
export async function setIsolation(run: Run): Promise<void> {
  const { readCommittedSnapshot, snapshot, fixed } = await isolationOf(run);
  if (fixed) return;
  if (!snapshot) await run(ALLOW_SNAPSHOTS).catch(() => undefined);
  if (!readCommittedSnapshot) await run(READ_BY_SNAPSHOTS).catch(() => undefined);
}

export function isolationFaults({ readCommittedSnapshot, snapshot, fixed }: Isolation): string[] {
  if (fixed) return [];
  const faults: string[] = [];
  if (!readCommittedSnapshot)
    faults.push(`READ_COMMITTED_SNAPSHOT is off: with no other session, ${READ_BY_SNAPSHOTS}`);
  if (!snapshot) faults.push(`snapshot isolation is not allowed: ${ALLOW_SNAPSHOTS}`);
  return faults;
}
