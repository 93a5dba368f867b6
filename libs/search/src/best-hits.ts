/** The best of many hits, in their order. Looks closely at those alone that may be among them. */
import type { Contents } from './contents.js';
import { entriesOfOneName } from './entries-of-one-name.js';
import type { Gathered } from './gather.js';
import { keepBest } from './keep-best.js';
import { allStandIn, apart, hasBeginnings, hasForgiven, ofTitle, type Wholeness } from './rank.js';
import { LABELS, PEOPLE, TITLE } from './tiers.js';
import { isArticle, sequenceOf } from './words.js';

export interface Query {
  /** Its words in their order. */
  readonly sequence: readonly string[];
  /** Each once. */
  readonly words: readonly string[];
}

export interface Ranked {
  readonly entry: number;
  readonly rank: number;
}

export interface Asked {
  readonly found: Gathered;
  readonly query: Query;
  readonly most: number;
}

export function bestHits(contents: Contents, { found, query, most }: Asked): readonly Ranked[] {
  const byRank = new Map<number, number[]>();
  for (const entry of found.entries) {
    const rank = found.rank(entry);
    push(byRank, rank + ofTitle(wholenessOf(contents, query, { entry, rank })), entry);
  }
  const isTogether = togethernessOf(contents, query);
  const hits: Ranked[] = [];
  for (const rank of [...byRank.keys()].sort((a, b) => a - b)) {
    const groups = new Map<number, number[]>();
    for (const entry of byRank.get(rank) ?? []) {
      push(groups, isTogether({ entry, rank }) ? rank : rank + apart, entry);
    }
    for (const own of [rank, rank + apart]) {
      const best = mostRated(contents, groups.get(own) ?? [], most - hits.length);
      for (const entry of best) hits.push({ entry, rank: own });
    }
    if (hits.length >= most) break;
  }
  return hits;
}

function push(groups: Map<number, number[]>, key: number, entry: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [entry]);
  else group.push(entry);
}

function mostRated({ entries }: Contents, group: readonly number[], most: number): number[] {
  const best = keepBest<number>(
    most,
    (a, b) => entries.ratings(b) - entries.ratings(a) || entries.compareIds(a, b),
  );
  for (const entry of group) best.keep(entry);
  return best.sorted();
}

function wholenessOf(
  { entries }: Contents,
  { sequence }: Query,
  { entry, rank }: Ranked,
): Wholeness {
  const more = entries.titleWords(entry) - sequence.length;
  if ((more !== 0 && more !== 1) || !allStandIn(rank, TITLE) || hasBeginnings(rank)) return 2;
  const title = sequenceOf(entries.title(entry));
  if (more === 1 && !isArticle(title[0])) return 2;
  const isSame = hasForgiven(rank) || sequence.every((word, n) => title[n + more] === word);
  return isSame ? more : 2;
}

/** Whether all words of the query stand together: in a row in the title, or in one name. */
function togethernessOf(contents: Contents, { sequence, words }: Query) {
  const { entries } = contents;
  const row = ` ${sequence.join(' ')}`;
  let ofOneName: ReadonlySet<number> | null = null;
  return ({ entry, rank }: Ranked): boolean => {
    if (words.length === 1) return true;
    if (allStandIn(rank, TITLE)) {
      return ` ${sequenceOf(entries.title(entry)).join(' ')}`.includes(row);
    }
    if (!allStandIn(rank, PEOPLE) && !allStandIn(rank, LABELS)) return false;
    ofOneName ??= entriesOfOneName(contents, words);
    return ofOneName.has(entry);
  };
}
