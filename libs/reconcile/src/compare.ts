/**
 * Compares a generation of the view with the write model, row by row: everything written must be in the view, and everything in the
 * view must stand for something written. A walk through the write model notes what must be there, a walk through the view's
 * tables meets it; what is not noted, because that would take too much memory, is read from the view by its key instead. What
 * does not fit is looked at again. Takes its time from whoever asks for the next slice.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { type SubjectKind, type Subjects, subjectKinds } from '@marquee/contracts';
import {
  addressOf,
  addressText,
  type RowAddress,
  subjectOf,
  type ViewRow,
  type ViewTable,
  viewTables,
} from '@marquee/projection';
import { type LookDeps, lookAt, rowsOf, subjectsOf, subjectText } from './look.js';
import { lookAgain, type Settled } from './look-again.js';
import { type NotedRows, noteRows } from './noted-rows.js';
import { patiently } from './patiently.js';

export interface CompareOptions {
  /** Where an earlier comparison ended; the start by default. */
  readonly from?: ComparePosition;
  /** Subjects of one slice (100); of the view's tables ten times as many rows. */
  readonly sliceSize?: number;
  readonly pausesMs?: readonly number[];
  /** Rows that are noted, some 100 bytes each (3,000,000). Those beyond are read one by one, which takes longer. */
  readonly maxNoted?: number;
  /** Whether a slice is tried again while a store is away (it is not): what was noted is lost where the comparison ends. */
  readonly isPatient?: () => boolean;
}

/** How far a comparison has come. */
export interface ComparePosition {
  /** The kinds of subjects of the write model, then the tables of the view. */
  readonly part: SubjectKind | ViewTable;
  readonly after: string | null;
}

export interface ComparedSlice extends Settled {
  readonly part: ComparePosition['part'];
  /** Rows compared. */
  readonly rows: number;
  /** Subjects of the write model that were gone through. */
  readonly subjects: number;
  /** Where another comparison goes on, if this one ends here: where rows were noted, at its start. `null` after the last. */
  readonly next: ComparePosition | null;
}

const PARTS: readonly ComparePosition['part'][] = [...subjectKinds, ...viewTables];
const SLICE = 100;
const ROWS_A_SUBJECT = 10;
const MAX_NOTED = 3_000_000;
/** Keys of rows that the walk through the tables remembers, some 150 bytes each. */
const MAX_REMEMBERED = 200_000;

export async function* compare(
  deps: LookDeps,
  {
    from,
    sliceSize = SLICE,
    pausesMs,
    maxNoted = MAX_NOTED,
    isPatient = never,
  }: CompareOptions = {},
): AsyncGenerator<ComparedSlice> {
  const noted = noteRows(maxNoted);
  const known = { noted, expectations: expectations(deps) };
  const start: ComparePosition = from ?? { part: 'movies', after: null };
  const hasNoted = maxNoted > 0 && isSubjectKind(start.part);
  let position: ComparePosition | null = start;
  while (position !== null) {
    const { part, after }: ComparePosition = position;
    const ofTable = { after, limit: sliceSize * ROWS_A_SUBJECT, pausesMs };
    const slice: Slice = await patiently(
      () =>
        isSubjectKind(part)
          ? writtenSlice(deps, noted, { part, after, limit: sliceSize, pausesMs })
          : storedSlice(deps, known, { part, ...ofTable }),
      isPatient,
    );
    position = slice.after === null ? startAfter(part) : { part, after: slice.after };
    yield { ...slice, part, next: hasNoted ? start : position };
    await turn();
  }
  if (hasNoted) yield* missed(deps, noted, { start, limit: sliceSize, pausesMs });
}

interface Slice extends Settled {
  readonly rows: number;
  readonly subjects: number;
  readonly after: string | null;
}

interface SliceOptions<Part> {
  readonly part: Part;
  readonly after: string | null;
  readonly limit: number;
  readonly pausesMs: readonly number[] | undefined;
}

const never = () => false;

const isSubjectKind = (part: ComparePosition['part']): part is SubjectKind =>
  subjectKinds.some((kind) => kind === part);

function startAfter(part: ComparePosition['part']): ComparePosition | null {
  const next = PARTS[PARTS.indexOf(part) + 1];
  return next === undefined ? null : { part: next, after: null };
}

async function writtenSlice(
  deps: LookDeps,
  noted: NotedRows,
  { part, after, limit, pausesMs }: SliceOptions<SubjectKind>,
): Promise<Slice> {
  const ids = await deps.writeStore.survey.page(part, { after, limit });
  const next = ids.length < limit ? null : (ids.at(-1) ?? null);
  const slice = { subjects: ids.length, after: next };
  if (!noted.hasRoom()) {
    const look = await lookAt(deps, { [part]: ids });
    return { ...slice, ...(await lookAgain(deps, look, pausesMs)), rows: look.rows };
  }
  const rows = await expectedRows(deps, { [part]: ids });
  for (const row of rows) noted.note(row);
  return { ...slice, ...nothing, rows: rows.length };
}

const nothing: Settled = { differences: [], behind: [] };

async function expectedRows(deps: LookDeps, subjects: Subjects): Promise<ViewRow[]> {
  const { events } = await deps.writeStore.outbox.current(subjects);
  return events.flatMap((event) => rowsOf(event, deps));
}

interface Known {
  readonly noted: NotedRows;
  readonly expectations: Expectations;
}

async function storedSlice(
  deps: LookDeps,
  { noted, expectations }: Known,
  { part, after, limit, pausesMs }: SliceOptions<ViewTable>,
): Promise<Slice> {
  const { rows, next } = await deps.tables.scan(part, { after, limit, whole: noted.size > 0 });
  const others: RowAddress[] = [];
  const strangers: RowAddress[] = [];
  for (const { key, ...stored } of rows) {
    const place = { table: part, key };
    const isRight = noted.meet(place, stored);
    if (isRight === null) strangers.push(place);
    else if (!isRight) others.push(place);
  }
  const suspects = [...others, ...(await expectations.without(strangers))];
  const settled =
    suspects.length === 0
      ? nothing
      : await lookAgain(deps, await lookAt(deps, subjectsAt(suspects), suspects), pausesMs);
  return { ...settled, rows: rows.length, subjects: 0, after: next };
}

interface MissedOptions extends Pick<SliceOptions<never>, 'limit' | 'pausesMs'> {
  readonly start: ComparePosition;
}

/** What was noted, and met in no table: not there, or moved meanwhile. */
async function* missed(
  deps: LookDeps,
  noted: NotedRows,
  { start, limit, pausesMs }: MissedOptions,
): AsyncGenerator<ComparedSlice> {
  for (const kind of noted.size > 0 ? subjectKinds : []) {
    let after: string | null = null;
    do {
      const ids: readonly string[] = await deps.writeStore.survey.page(kind, { after, limit });
      const rows = await expectedRows(deps, { [kind]: ids });
      const suspects = rows.filter((row) => noted.isMissing(row)).map(addressOf);
      after = ids.length < limit ? null : (ids.at(-1) ?? null);
      if (suspects.length === 0) continue;
      const settled = await lookAgain(deps, await lookAt(deps, subjectsAt(suspects)), pausesMs);
      yield { ...settled, part: kind, rows: 0, subjects: 0, next: start };
    } while (after !== null);
  }
  yield { ...nothing, part: 'keys', rows: 0, subjects: 0, next: null };
}

const subjectsAt = (places: readonly RowAddress[]) =>
  subjectsOf(places.map((place) => ({ subject: subjectOf(place) })));

interface Expectations {
  /** Those of these places at which, as far as is remembered, no row must stand. */
  without(places: readonly RowAddress[]): Promise<RowAddress[]>;
}

/** What is remembered may be old: whatever it finds is looked at again. */
function expectations(deps: LookDeps): Expectations {
  const remembered = new Map<string, ReadonlySet<string>>();
  let size = 0;
  const learn = async (subjects: Subjects) => {
    const found = new Map<string, Set<string>>();
    for (const kind of subjectKinds) {
      for (const id of subjects[kind] ?? []) found.set(subjectText({ kind, id }), new Set());
    }
    for (const row of await expectedRows(deps, subjects)) {
      const place = addressOf(row);
      found.get(subjectText(subjectOf(place)))?.add(addressText(place));
    }
    for (const [subject, keys] of found) {
      remembered.set(subject, keys);
      size += keys.size + 1;
    }
  };
  return {
    async without(places) {
      if (size > MAX_REMEMBERED) {
        remembered.clear();
        size = 0;
      }
      const unknown = places.filter((place) => !remembered.has(subjectText(subjectOf(place))));
      if (unknown.length > 0) await learn(subjectsAt(unknown));
      return places.filter(
        (place) => !remembered.get(subjectText(subjectOf(place)))?.has(addressText(place)),
      );
    },
  };
}
