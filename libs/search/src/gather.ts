/** Which movies have all words of a query, and how well. */
import type { Contents } from './contents.js';
import { createReading, type Reading, valueIn } from './postings.js';
import { type Finding, foundAs, type How, NOT_FOUND, rankOfFinding } from './rank.js';
import { LABELS, PEOPLE, SYNOPSIS, TITLE, type Tier, tiers } from './tiers.js';
import { withRoom } from './with-room.js';

export interface Gathered {
  /** Alive; in no order. */
  readonly entries: readonly number[];
  /** The sum of the ranks of its words. Good until the next call. */
  rank(entry: number): number;
}

export interface Reach {
  readonly tiers: readonly Tier[];
  /** Whether words with a typing error count. */
  readonly forgiving: boolean;
}

export const inTitles: Reach = { tiers: [TITLE], forgiving: false };
export const everywhere: Reach = { tiers, forgiving: true };

/**
 * Beginnings of words are not looked for in synopses where they stand in more places than this, as most single letters do: it would
 * take long, and find everything.
 */
const MAX_BEGINNINGS = 100_000;

type Sought = readonly (readonly [How, readonly number[]])[];

export type Gather = (words: readonly string[], reach: Reach) => Gathered;

/** Makes what gathers, which keeps some memory for each entry between the calls. */
export function createGatherer(contents: Contents): Gather {
  const { entries, dictionary, names, readPostings, countPostings } = contents;
  const postings = createReading();
  const movies = createReading();
  /** The best finding of one word for each entry; lower than any for those that are out already. */
  let findings = new Uint8Array(1_024);
  let ranks = new Float64Array(1_024);
  let found: number[] = [];

  const soughtFor = (word: string, { forgiving }: Reach): Sought => [
    ['exact', dictionary.exactly(word)],
    ['beginning', dictionary.longer(word)],
    ['forgiven', forgiving ? dictionary.meant(word) : []],
  ];
  const countIn = (words: readonly number[], tier: Tier) =>
    words.reduce((sum, word) => sum + countPostings(word, tier), 0);
  const sizeOf = (sought: Sought, reach: Reach) => {
    let size = 0;
    for (const tier of reach.tiers) {
      for (const [, words] of sought) size += countIn(words, tier);
    }
    return size;
  };

  function note({ codes, length }: Reading, finding: Finding): void {
    for (let at = 0; at < length; at += 1) {
      const entry = valueIn(codes[at] ?? 0);
      const best = findings[entry] ?? NOT_FOUND;
      if (finding >= best) continue;
      if (best === NOT_FOUND) found.push(entry);
      findings[entry] = finding;
    }
  }

  /** People, genres and tags have the words; their movies are found by them. */
  function noteMovies(finding: Finding): void {
    for (let at = 0; at < postings.length; at += 1) {
      names.read(valueIn(postings.codes[at] ?? 0), movies);
      note(movies, finding);
    }
  }

  /** Leaves in `findings` the best one for each entry that is not out, and in `found` those that have any. */
  function look(sought: Sought, reach: Reach): void {
    found = [];
    for (const [how, words] of sought) {
      for (const tier of reach.tiers) {
        const isTooMuch =
          how === 'beginning' && tier === SYNOPSIS && countIn(words, tier) > MAX_BEGINNINGS;
        const finding = foundAs(tier, how);
        for (const word of isTooMuch ? [] : words) {
          readPostings(word, tier, postings);
          if (tier === PEOPLE || tier === LABELS) noteMovies(finding);
          else note(postings, finding);
        }
      }
    }
  }

  function makeRoom(): void {
    findings = withRoom(findings, entries.count());
    ranks = withRoom(ranks, entries.count());
  }

  return (words, reach) => {
    makeRoom();
    // The rarest first: the others are looked for among its movies alone.
    const all = words
      .map((word) => soughtFor(word, reach))
      .map((sought) => ({ sought, size: words.length === 1 ? 0 : sizeOf(sought, reach) }))
      .sort((a, b) => a.size - b.size);
    let candidates: readonly number[] = [];
    for (const [nth, { sought }] of all.entries()) {
      if (nth > 0 && candidates.length === 0) break;
      findings.fill(nth === 0 ? NOT_FOUND : 0, 0, entries.count());
      for (const entry of candidates) findings[entry] = NOT_FOUND;
      look(sought, reach);
      for (const entry of found) {
        const before = nth === 0 ? 0 : (ranks[entry] ?? 0);
        ranks[entry] = before + (rankOfFinding[findings[entry] ?? NOT_FOUND] ?? 0);
      }
      candidates = found;
    }
    return { entries: candidates.filter(entries.isAlive), rank: (entry) => ranks[entry] ?? 0 };
  };
}
