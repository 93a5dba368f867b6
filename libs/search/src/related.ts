/** Movies that have something in common with one. */
import type { Contents } from './contents.js';
import { keepBest } from './keep-best.js';
import { type NameKind, nameKinds } from './names.js';
import { createReading, valuesIn } from './postings.js';
import { withRoom } from './with-room.js';

/** Movies of names are looked at up to so many, of rare names first; a name with more than are left is passed over. */
const MAX_LOOKED_AT = 2_000_000;

/**
 * What movies share, added up in one number: how many names first, then how many of them are cast, directors, genres, tags.
 * A movie has at most 1,000 of each.
 */
const BASE = 1_024;
const ONE_SHARED = BASE ** nameKinds.length;
const weights: Readonly<Record<NameKind, number>> = {
  actor: ONE_SHARED + BASE ** 3,
  director: ONE_SHARED + BASE ** 2,
  genre: ONE_SHARED + BASE,
  tag: ONE_SHARED + 1,
};
/** Above every distance of two years. */
const UNKNOWN_DISTANCE = 10_000;

interface Relative {
  readonly entry: number;
  readonly shared: number;
}

/** Ids, the closest first; `null` where the movie is not known. */
export function createRelated(contents: Contents): (id: string, limit: number) => string[] | null {
  const { entries, names } = contents;
  const movies = createReading();
  let shared = new Float64Array(1_024);
  return (id, limit) => {
    const self = entries.find(id);
    if (self === undefined || !entries.isAlive(self)) return null;
    shared = withRoom(shared, entries.count());
    const found: number[] = [];
    for (const { name, weight } of namesToLookAt(contents, self)) {
      names.read(name, movies);
      for (const entry of valuesIn(movies)) {
        if (entry === self || !entries.isAlive(entry)) continue;
        const before = shared[entry] ?? 0;
        if (before === 0) found.push(entry);
        shared[entry] = before + weight;
      }
    }
    const best = keepBest<Relative>(limit, byCloseness(contents, self));
    for (const entry of found) best.keep({ entry, shared: shared[entry] ?? 0 });
    for (const entry of found) shared[entry] = 0;
    return best.sorted().map(({ entry }) => entries.id(entry));
  };
}

function namesToLookAt({ entries, names }: Contents, self: number) {
  const own: { readonly name: number; readonly weight: number }[] = [];
  entries.eachName(self, (name) => own.push({ name, weight: weights[names.kind(name)] }));
  own.sort((a, b) => names.movies(a.name) - names.movies(b.name));
  let left = MAX_LOOKED_AT;
  return own.filter(({ name }) => {
    const movies = names.movies(name);
    if (movies > left) return false;
    left -= movies;
    return true;
  });
}

function byCloseness({ entries }: Contents, self: number) {
  const year = entries.year(self);
  const distance = (entry: number) => {
    const other = entries.year(entry);
    return year === null || other === null ? UNKNOWN_DISTANCE : Math.abs(year - other);
  };
  return (a: Relative, b: Relative): number =>
    b.shared - a.shared ||
    distance(a.entry) - distance(b.entry) ||
    entries.ratings(b.entry) - entries.ratings(a.entry) ||
    entries.compareIds(a.entry, b.entry);
}
