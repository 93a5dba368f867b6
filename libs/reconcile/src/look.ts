/** One look at the rows of some subjects: what the write model says they must be, beside what the view has. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ChangeEvent } from '@marquee/contracts';
import {
  addressOf,
  addressText,
  isViewRow,
  type Projection,
  type RowAddress,
  type RowSubject,
  subjectOf,
  type ViewRow,
} from '@marquee/projection';
import type { StoredRow, ViewTables } from '@marquee/view-store';
import type { Subjects, WriteStore } from '@marquee/write-store';

export interface LookDeps {
  readonly writeStore: Pick<WriteStore, 'outbox' | 'survey'>;
  /** Of the generation that is compared, read freshly. */
  readonly tables: ViewTables;
  /** The one that made the generation. */
  readonly projection: Projection;
  /** Ends waits: they throw its `AbortError`. */
  readonly signal?: AbortSignal;
}

/** A row that is not in the view, is another there, or should not be there at all. */
export interface Difference {
  readonly kind: 'missing' | 'stale' | 'orphaned';
  readonly place: RowAddress;
  readonly subject: RowSubject;
  /** The newest version that the row has in the view; 0 where it is not there. */
  readonly seen: number;
}

export interface Look {
  /** Rows that were looked at. */
  readonly rows: number;
  readonly differences: readonly Difference[];
  /** What the write model has, by `subjectText`; without those that it has never had. */
  readonly versions: ReadonlyMap<string, number>;
}

export const subjectText = ({ kind, id }: RowSubject) => `${kind} ${id}`;

/** Throws the `AbortError` of the signal where that ends it. */
export const pause = ({ signal }: Pick<LookDeps, 'signal'>, ms: number): Promise<void> =>
  sleep(ms, undefined, signal === undefined ? {} : { signal });

/** Rows read in one go: an embedded store answers at once, and others want their turn. */
const ROWS_A_TURN = 250;

/** @param suspects places of rows that nothing was known to stand for when they were met */
export async function lookAt(
  deps: LookDeps,
  subjects: Subjects,
  suspects: readonly RowAddress[] = [],
): Promise<Look> {
  const { events } = await deps.writeStore.outbox.current(subjects);
  const expected = new Map<string, ViewRow>();
  for (const row of events.flatMap((event) => rowsOf(event, deps))) {
    expected.set(addressText(addressOf(row)), row);
  }
  const others = suspects.filter((place) => !expected.has(addressText(place)));
  const places = [...[...expected.values()].map(addressOf), ...others];
  const stored = await readRows(deps.tables, places);
  const differences = places.flatMap((place, index) => {
    const kind = differing(expected.get(addressText(place)), stored[index] ?? null);
    if (kind === null) return [];
    return [{ kind, place, subject: subjectOf(place), seen: stored[index]?.version ?? 0 }];
  });
  return { rows: places.length, differences, versions: versionsOf(events) };
}

/** The rows that must be in the view after this event. */
export function rowsOf(
  event: ChangeEvent,
  { projection, tables }: Pick<LookDeps, 'projection' | 'tables'>,
): ViewRow[] {
  return projection.project(event, tables.generation.splits).filter(isViewRow);
}

async function readRows(
  tables: ViewTables,
  places: readonly RowAddress[],
): Promise<(StoredRow | null)[]> {
  const rows: (StoredRow | null)[] = [];
  for (let at = 0; at < places.length; at += ROWS_A_TURN) {
    rows.push(...(await tables.storedRows(places.slice(at, at + ROWS_A_TURN))));
    await turn();
  }
  return rows;
}

function differing(
  expected: ViewRow | undefined,
  stored: StoredRow | null,
): Difference['kind'] | null {
  const row = stored?.row ?? null;
  if (expected === undefined) return row === null ? null : 'orphaned';
  if (row === null) return 'missing';
  const same = stored?.version === expected.version && isDeepStrictEqual(row, expected);
  return same ? null : 'stale';
}

function versionsOf(events: readonly ChangeEvent[]): Map<string, number> {
  const versions = new Map<string, number>();
  const note = (kind: RowSubject['kind'], id: string, version: number) =>
    versions.set(subjectText({ kind, id }), version);
  for (const event of events) {
    if (event.kind === 'movie') note('movies', event.id, event.version);
    if (event.kind === 'actor') note('actors', event.id, event.version);
    if (event.kind === 'key') note('keys', event.id, event.version);
    if (event.kind === 'totals') {
      for (const { selection, version } of event.totals) note('selections', selection, version);
    }
  }
  return versions;
}

/** What these rows are about, each thing once. */
export function subjectsOf(rows: readonly { readonly subject: RowSubject }[]): Required<Subjects> {
  const idsOf = (kind: RowSubject['kind']) => [
    ...new Set(rows.flatMap(({ subject }) => (subject.kind === kind ? [subject.id] : []))),
  ];
  return {
    ...{ movies: idsOf('movies'), actors: idsOf('actors') },
    ...{ selections: idsOf('selections'), keys: idsOf('keys') },
  };
}
