/**
 * Compares a generation of the view with the write model, row by row, in two passes: everything written must be in the view, and
 * everything in the view must stand for something written. Takes its time from whoever asks for the next slice.
 */
import { hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import {
  addressOf,
  addressText,
  type RowAddress,
  subjectOf,
  type ViewTable,
  viewTables,
} from '@marquee/projection';
import { type SubjectKind, type Subjects, subjectKinds } from '@marquee/write-store';
import { type LookDeps, lookAt, rowsOf, subjectsOf, subjectText } from './look.js';
import { lookAgain, type Settled } from './look-again.js';

export interface CompareOptions {
  /** Where an earlier comparison ended; the start by default. */
  readonly from?: ComparePosition;
  /** Subjects of one slice (100); of the second pass ten times as many rows. */
  readonly sliceSize?: number;
  readonly pausesMs?: readonly number[];
  /**
   * Places that the first pass hands to the second, some 60 bytes each (2,000,000): what stands elsewhere is asked for again,
   * which takes longer.
   */
  readonly maxNoted?: number;
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
  /** Where the next slice begins; `null` after the last. */
  readonly next: ComparePosition | null;
}

const PARTS: readonly ComparePosition['part'][] = [...subjectKinds, ...viewTables];
const SLICE = 100;
const ROWS_A_SUBJECT = 10;
const MAX_NOTED = 2_000_000;
/** Keys of rows that the second pass remembers, some 150 bytes each. */
const MAX_REMEMBERED = 200_000;

export async function* compare(
  deps: LookDeps,
  { from, sliceSize = SLICE, pausesMs, maxNoted = MAX_NOTED }: CompareOptions = {},
): AsyncGenerator<ComparedSlice> {
  const known = expectations(deps, maxNoted);
  let position: ComparePosition | null = from ?? { part: 'movies', after: null };
  while (position !== null) {
    const { part, after }: ComparePosition = position;
    const slice: Slice = isSubjectKind(part)
      ? await writtenSlice(deps, known, { part, after, limit: sliceSize, pausesMs })
      : await storedSlice(deps, known, {
          ...{ part, after, limit: sliceSize * ROWS_A_SUBJECT, pausesMs },
        });
    position = slice.after === null ? startAfter(part) : { part, after: slice.after };
    yield { ...slice, part, next: position };
    await turn();
  }
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

const isSubjectKind = (part: ComparePosition['part']): part is SubjectKind =>
  subjectKinds.some((kind) => kind === part);

function startAfter(part: ComparePosition['part']): ComparePosition | null {
  const next = PARTS[PARTS.indexOf(part) + 1];
  return next === undefined ? null : { part: next, after: null };
}

async function writtenSlice(
  deps: LookDeps,
  known: Expectations,
  { part, after, limit, pausesMs }: SliceOptions<SubjectKind>,
): Promise<Slice> {
  const ids = await deps.writeStore.survey.page(part, { after, limit });
  const look = await lookAt(deps, { [part]: ids });
  known.note(look.expected);
  const settled = await lookAgain(deps, look, pausesMs);
  const next = ids.length < limit ? null : (ids.at(-1) ?? null);
  return { ...settled, rows: look.rows, subjects: ids.length, after: next };
}

async function storedSlice(
  deps: LookDeps,
  known: Expectations,
  { part, after, limit, pausesMs }: SliceOptions<ViewTable>,
): Promise<Slice> {
  const { rows, next } = await deps.tables.scan(part, { after, limit });
  const places = rows.map(({ key }) => ({ table: part, key }));
  const suspects = await known.without(places);
  const settled =
    suspects.length === 0
      ? { differences: [], behind: [] }
      : await lookAgain(deps, await lookAt(deps, subjectsAt(suspects), suspects), pausesMs);
  return { ...settled, rows: rows.length, subjects: 0, after: next };
}

const subjectsAt = (places: readonly RowAddress[]) =>
  subjectsOf(places.map((place) => ({ subject: subjectOf(place) })));

interface Expectations {
  /** Rows must stand at these places. */
  note(places: readonly string[]): void;
  /** Those of these places at which, as far as is remembered, no row must stand. */
  without(places: readonly RowAddress[]): Promise<RowAddress[]>;
}

/** What is remembered may be old: whatever it finds is looked at again. */
function expectations(deps: LookDeps, maxNoted: number): Expectations {
  const noted = new Set<number>();
  const remembered = new Map<string, ReadonlySet<string>>();
  let size = 0;
  const learn = async (subjects: Subjects) => {
    const { events } = await deps.writeStore.outbox.current(subjects);
    const found = new Map<string, Set<string>>();
    for (const kind of subjectKinds) {
      for (const id of subjects[kind] ?? []) found.set(subjectText({ kind, id }), new Set());
    }
    for (const row of events.flatMap((event) => rowsOf(event, deps))) {
      const place = addressOf(row);
      found.get(subjectText(subjectOf(place)))?.add(addressText(place));
    }
    for (const [subject, keys] of found) {
      remembered.set(subject, keys);
      size += keys.size + 1;
    }
  };
  return {
    note(places) {
      for (const place of places) if (noted.size < maxNoted) noted.add(digestOf(place));
    },
    async without(all) {
      const places = all.filter((place) => !noted.has(digestOf(addressText(place))));
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

/** 48 bits: one orphan in a hundred million is taken for a row that must stand. */
const digestOf = (place: string) => hash('sha1', place, 'buffer').readUIntBE(0, 6);
