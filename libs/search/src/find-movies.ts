/** The hits of a query in their order, from any place on. */
import type { Position } from '@marquee/contracts';
import { bestHits, type Ranked } from './best-hits.js';
import type { Contents } from './contents.js';
import { createGatherer, everywhere, type Gathered, inTitles, type Reach } from './gather.js';
import { placeKeyOf } from './rank.js';
import { sequenceOf } from './words.js';

/** No query has more hits than this; those that are ranked lower are left out. */
export const MAX_HITS = 1_000;

export interface SearchFilter {
  /** A movie has one of each group. */
  readonly genres: readonly (readonly string[])[];
  /** A movie's year is in each range, ends included. */
  readonly years: readonly { readonly from: number; readonly to: number }[];
}

export interface SearchRequest {
  readonly text: string;
  readonly filter: SearchFilter;
  readonly direction: 'next' | 'previous';
  /** Hits strictly beyond this place; `null` begins at the end that the direction comes from. */
  readonly after: Position | null;
  readonly want: number;
}

export interface Found {
  /** In the direction's order. */
  readonly hits: readonly Position[];
  /** How many movies fit; `null` where that is more than `MAX_HITS`. */
  readonly total: number | null;
}

const none: Found = { hits: [], total: 0 };

export function createSearch(contents: Contents): (request: SearchRequest) => Found {
  const gather = createGatherer(contents);
  return (request) => {
    const sequence = sequenceOf(request.text);
    const fits = filterOf(contents, request.filter);
    if (sequence.length === 0 || fits === null) return none;
    const words = [...new Set(sequence)];
    const gathered = (reach: Reach): Gathered => {
      const { entries, rank } = gather(words, reach);
      return { entries: entries.filter(fits), rank };
    };
    // All hits with all words in the title come before all others: where they are enough, these are not looked for.
    const titles = gathered(inTitles);
    const found = titles.entries.length > MAX_HITS ? titles : gathered(everywhere);
    const total = found.entries.length > MAX_HITS ? null : found.entries.length;
    const hits = bestHits(contents, { found, query: { sequence, words }, most: MAX_HITS });
    return { hits: slice(contents, hits, request), total };
  };
}

function slice(
  { entries }: Contents,
  ranked: readonly Ranked[],
  { direction, after, want }: SearchRequest,
): Position[] {
  const placeOf = ({ entry, rank }: Ranked): Position => {
    return { sortKey: placeKeyOf(rank, entries.ratings(entry)), id: entries.id(entry) };
  };
  const isBefore = (hit: Ranked, place: Position) => {
    const { sortKey, id } = placeOf(hit);
    return sortKey === place.sortKey ? id < place.id : sortKey < place.sortKey;
  };
  const count = (fits: (hit: Ranked) => boolean) => {
    const end = ranked.findIndex((hit) => !fits(hit));
    return end === -1 ? ranked.length : end;
  };
  if (direction === 'next') {
    const start =
      after === null
        ? 0
        : count((hit) => isBefore(hit, after) || entries.id(hit.entry) === after.id);
    return ranked.slice(start, start + want).map(placeOf);
  }
  const end = after === null ? ranked.length : count((hit) => isBefore(hit, after));
  return ranked
    .slice(Math.max(0, end - want), end)
    .map(placeOf)
    .reverse();
}

/** `null`: nothing can fit. */
function filterOf(
  { entries, names }: Contents,
  { genres, years }: SearchFilter,
): ((entry: number) => boolean) | null {
  const groups = genres.map(
    (group) => new Set(group.flatMap((text) => names.find('genre', text) ?? [])),
  );
  if (groups.some((group) => group.size === 0)) return null;
  const hasOneOf = (entry: number, group: ReadonlySet<number>) => {
    let has = false;
    entries.eachName(entry, (name) => {
      has ||= group.has(name);
    });
    return has;
  };
  return (entry) => {
    const year = entries.year(entry);
    return (
      years.every(({ from, to }) => year !== null && year >= from && year <= to) &&
      groups.every((group) => hasOneOf(entry, group))
    );
  };
}
