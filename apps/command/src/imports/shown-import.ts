/** Imports and the reasons of their refused rows, as they are answered. */
import { type Import, type ImportReason, MAX_IMPORT_REASONS } from '@marquee/contracts';
import type { Counts, RefusedRow } from '@marquee/import';
import type { ImportRefusal, StoredImport } from '@marquee/write-store';

/** What a hostile row may take of the store: it is a MiB long, and each of its fields may be a fault. */
const MOST_FAULTS = 30;
const LONGEST = 300;

export function importAsRead(
  found: StoredImport,
  refusals: readonly ImportRefusal[],
  { dryRun = false } = {},
): Import {
  const { id, state, detail, providerId, bytes, bytesRead, rows } = found;
  const { accepted, replaced, unchanged, refused } = found;
  return {
    ...{ id, state, detail, dryRun, providerId, bytes, sha256: found.digest, bytesRead, rows },
    ...{ accepted, replaced, unchanged, refused },
    reasons: refusals.map(
      ({ faults, ...place }): ImportReason => ({
        ...place,
        errors: [...faults],
      }),
    ),
    createdAt: instantOf(found.createdAt),
    startedAt: found.startedAt === null ? null : instantOf(found.startedAt),
    endedAt: found.endedAt === null ? null : instantOf(found.endedAt),
  };
}

const instantOf = (ms: number) => new Date(ms).toISOString();

/** Those of a batch that are kept, where so many rows had been refused before it. */
export function keptRefusals(
  refused: readonly RefusedRow[],
  before: Pick<Counts, 'refused'>,
): ImportRefusal[] {
  return refused.slice(0, Math.max(0, MAX_IMPORT_REASONS - before.refused)).map(refusalOf);
}

function refusalOf({ place, faults }: RefusedRow): ImportRefusal {
  return {
    ...place,
    faults: faults.slice(0, MOST_FAULTS).map(({ pointer, code, detail }) => ({
      ...(pointer === undefined ? {} : { pointer: pointer.slice(0, LONGEST) }),
      code,
      detail: detail.slice(0, LONGEST),
    })),
  };
}
