/**
 * Entries: what the index knows of movies besides their words. One entry is one content of one movie; a movie whose words change
 * gets a new one and its old one dies, since lists of words only ever grow at their ends.
 */
import { withRoom } from './with-room.js';

export interface NewEntry {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly titleWords: number;
  /** Equal for equal words: below 2^53. */
  readonly digest: number;
  /** Numbers of its people, genres and tags. */
  readonly names: readonly number[];
}

export interface Standing {
  readonly version: number;
  readonly year: number | null;
  readonly ratings: number;
}

export interface Entries {
  /** The movie's newest, alive or dead. */
  find(id: string): number | undefined;
  add(entry: NewEntry): number;
  /** What changes without its words. */
  update(entry: number, standing: Standing): void;
  /** From then on nothing is found by it; its movie's version stays. */
  end(entry: number, version: number): void;
  isAlive(entry: number): boolean;
  id(entry: number): string;
  /** By their ids, as texts. */
  compareIds(a: number, b: number): number;
  version(entry: number): number;
  title(entry: number): string;
  titleWords(entry: number): number;
  digest(entry: number): number;
  ratings(entry: number): number;
  year(entry: number): number | null;
  eachName(entry: number, visit: (name: number) => void): void;
  /** Of all that there ever were. */
  count(): number;
  alive(): number;
}

const MAX_TITLE_WORDS = 255;

export function createEntries(): Entries {
  const byId = new Map<string, number>();
  const ids: string[] = [];
  const titles: string[] = [];
  let idKeys = new Float64Array(1_024);
  let versions = new Float64Array(1_024);
  let digests = new Float64Array(1_024);
  let ratings = new Uint32Array(1_024);
  let years = new Uint16Array(1_024);
  let lives = new Uint8Array(1_024);
  let lengths = new Uint8Array(1_024);
  let nameEnds = new Uint32Array(1_024);
  let names = new Uint32Array(4_096);
  let alive = 0;

  function makeRoom(count: number): void {
    idKeys = withRoom(idKeys, count);
    versions = withRoom(versions, count);
    digests = withRoom(digests, count);
    ratings = withRoom(ratings, count);
    years = withRoom(years, count);
    lives = withRoom(lives, count);
    lengths = withRoom(lengths, count);
    nameEnds = withRoom(nameEnds, count);
  }

  return {
    find: (id) => byId.get(id),
    add({ id, version, title, titleWords, digest, names: own }) {
      const entry = ids.push(id) - 1;
      titles.push(title);
      makeRoom(entry + 1);
      byId.set(id, entry);
      idKeys[entry] = idKeyOf(id);
      versions[entry] = version;
      digests[entry] = digest;
      lengths[entry] = Math.min(titleWords, MAX_TITLE_WORDS);
      const start = entry === 0 ? 0 : (nameEnds[entry - 1] ?? 0);
      names = withRoom(names, start + own.length);
      names.set(own, start);
      nameEnds[entry] = start + own.length;
      lives[entry] = 1;
      alive += 1;
      return entry;
    },
    update(entry, { version, year, ratings: count }) {
      versions[entry] = version;
      years[entry] = year ?? 0;
      ratings[entry] = count;
    },
    end(entry, version) {
      if (lives[entry] === 1) alive -= 1;
      lives[entry] = 0;
      versions[entry] = version;
    },
    isAlive: (entry) => lives[entry] === 1,
    id: (entry) => ids[entry] ?? '',
    compareIds(a, b) {
      const difference = (idKeys[a] ?? 0) - (idKeys[b] ?? 0);
      if (difference !== 0) return difference;
      return (ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1;
    },
    version: (entry) => versions[entry] ?? 0,
    title: (entry) => titles[entry] ?? '',
    titleWords: (entry) => lengths[entry] ?? 0,
    digest: (entry) => digests[entry] ?? 0,
    ratings: (entry) => ratings[entry] ?? 0,
    year: (entry) => years[entry] || null,
    eachName(entry, visit) {
      const end = nameEnds[entry] ?? 0;
      for (let at = entry === 0 ? 0 : (nameEnds[entry - 1] ?? 0); at < end; at += 1) {
        visit(names[at] ?? 0);
      }
    },
    count: () => ids.length,
    alive: () => alive,
  };
}

/** The first 48 bits of a UUID: numbers in the order of the texts, a tenth of the price. */
const idKeyOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
