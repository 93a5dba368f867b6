import type { Lookups } from './file-format.js';
import type { PlannedLink, PlannedTags } from './plan.js';

export interface LookupTables extends Lookups {
  /** False when there is no room for it. */
  add(row: PlannedLink | PlannedTags): boolean;
}

/** Some 100 bytes each; the largest published set has 90,000 links and 800,000 different tags of movies. */
const MAX_LINKS = 1_000_000;
const MAX_TAGS = 3_000_000;
const TAGS_OF_A_MOVIE = 50;

/** Gathers what files say about the movies of others. */
export function lookupTables(): LookupTables {
  const links = new Map<string, PlannedLink['link']>();
  const tags = new Map<string, Map<string, number>>();
  let different = 0;

  const addTag = (movieId: string, tag: string): boolean => {
    const counts = tags.get(movieId) ?? new Map<string, number>();
    if (!counts.has(tag) && different >= MAX_TAGS) return false;
    if (!counts.has(tag)) different += 1;
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
    tags.set(movieId, counts);
    return true;
  };
  return {
    links,
    tagsOf: (movieId) => mostFrequent(tags.get(movieId) ?? new Map()),
    add(row) {
      if (row.kind === 'tags') return row.tags.every((tag) => addTag(row.movieId, tag));
      if (!links.has(row.movieId) && links.size >= MAX_LINKS) return false;
      links.set(row.movieId, row.link);
      return true;
    },
  };
}

/** Of equals, by their letters: the same files give the same tags. Spellings that differ in case alone are one tag, the commonest. */
function mostFrequent(counts: ReadonlyMap<string, number>): readonly string[] {
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const spellings = new Map<string, string>();
  for (const [tag] of sorted) {
    if (spellings.size === TAGS_OF_A_MOVIE) break;
    const folded = tag.toLowerCase();
    if (!spellings.has(folded)) spellings.set(folded, tag);
  }
  return [...spellings.values()];
}
