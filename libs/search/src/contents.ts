/** What the index holds, and how a movie gets in and out. */
import type { Movie } from '@marquee/contracts';
import { createDictionary, type Dictionary } from './dictionary.js';
import { digestOf } from './digest.js';
import { createEntries, type Entries } from './entries.js';
import { createNames, type Name, type NameKind, type Names } from './names.js';
import { createPostings, type Postings, type Reading } from './postings.js';
import { LABELS, ORIGINAL_TITLE, PEOPLE, SYNOPSIS, TITLE, type Tier, tiers } from './tiers.js';
import { withRoom } from './with-room.js';
import { eachSign, eachTerm, sequenceOf } from './words.js';

export type IndexedMovie = Pick<
  Movie,
  | 'id'
  | 'title'
  | 'originalTitle'
  | 'synopsis'
  | 'year'
  | 'genres'
  | 'tags'
  | 'directors'
  | 'cast'
  | 'rating'
>;

export interface Contents {
  readonly dictionary: Dictionary;
  readonly names: Names;
  readonly entries: Entries;
  /** Entries that have the word in this field; of people and labels, names that have it. The mark: the text begins with it. */
  readPostings(word: number, tier: Tier, into: Reading): void;
  countPostings(word: number, tier: Tier): number;
  /** `false` where what is known is as new. */
  put(movie: IndexedMovie, version: number): boolean;
  /** The movie is found no more, and an older one does not come back. */
  remove(id: string, version: number): boolean;
}

const tierOfName: Record<NameKind, Tier> = {
  actor: PEOPLE,
  director: PEOPLE,
  genre: LABELS,
  tag: LABELS,
};

export function createContents(): Contents {
  const postings = createPostings();
  const dictionary = createDictionary();
  const names = createNames(postings);
  const entries = createEntries();
  const lists = createWordLists(postings);

  const adder = (tier: Tier, value: number) => (word: string, leads: boolean) =>
    lists.append(dictionary.numberOf(word), tier, { value, leads });
  const isNews = (known: number | undefined, version: number) =>
    known === undefined || entries.version(known) < version;
  const end = (entry: number, version: number) => {
    if (entries.isAlive(entry)) entries.eachName(entry, names.leave);
    entries.end(entry, version);
  };

  function add(movie: IndexedMovie, version: number, movieNames: readonly Name[]): number {
    const { id, title } = movie;
    const numbers = movieNames.map((name) =>
      names.numberOf(name, (number) => eachTerm(name.text, adder(tierOfName[name.kind], number))),
    );
    const digest = digestOfWords(movie, movieNames);
    const titleWords = sequenceOf(title).length;
    const entry = entries.add({ id, version, title, titleWords, digest, names: numbers });
    for (const number of numbers) names.enter(number, entry);
    for (const [tier, text] of [
      [TITLE, title],
      [ORIGINAL_TITLE, movie.originalTitle],
    ] as const) {
      eachTerm(text ?? '', adder(tier, entry));
      eachSign(text ?? '', adder(tier, entry));
    }
    eachTerm(movie.synopsis ?? '', adder(SYNOPSIS, entry));
    return entry;
  }

  return {
    dictionary,
    names,
    entries,
    readPostings: lists.read,
    countPostings: lists.size,
    put(movie, version) {
      const known = entries.find(movie.id);
      if (!isNews(known, version)) return false;
      const movieNames = namesOf(movie);
      const standing = { version, year: movie.year, ratings: movie.rating.count };
      const sameWords =
        known !== undefined &&
        entries.isAlive(known) &&
        entries.digest(known) === digestOfWords(movie, movieNames);
      if (sameWords) {
        entries.update(known, standing); // ratings change all the time, words hardly ever
        return true;
      }
      if (known !== undefined) end(known, version);
      entries.update(add(movie, version, movieNames), standing);
      return true;
    },
    remove(id, version) {
      const known = entries.find(id);
      if (!isNews(known, version)) return false;
      end(known ?? entries.add({ ...nothing, id, version }), version);
      return true;
    },
  };
}

const nothing = { title: '', titleWords: 0, digest: 0, names: [] };

/** Each once: an actor may play several parts. */
function namesOf({ cast, directors, genres, tags }: IndexedMovie): Name[] {
  const actors = new Map(
    cast.map(({ actorId, name }) => [`${actorId} ${name}`, { text: name, actorId }]),
  );
  const plain = (kind: NameKind, texts: readonly string[]) =>
    [...new Set(texts)].map((text): Name => ({ kind, text, actorId: null }));
  return [
    ...Array.from(actors.values(), (actor): Name => ({ kind: 'actor', ...actor })),
    ...plain('director', directors),
    ...plain('genre', genres),
    ...plain('tag', tags),
  ];
}

const digestOfWords = (movie: IndexedMovie, names: readonly Name[]): number =>
  digestOf([
    ...[movie.title, movie.originalTitle, movie.synopsis],
    ...names.flatMap(({ kind, text, actorId }) => [kind, text, actorId]),
  ]);

/** The list of each word in each field, made when it is needed. */
function createWordLists(postings: Postings) {
  let lists = new Uint32Array(tiers.length * 1_024);
  const placeOf = (word: number, tier: Tier) => word * tiers.length + tier;
  const listOf = (word: number, tier: Tier) => lists[placeOf(word, tier)] ?? 0;
  return {
    append(word: number, tier: Tier, { value, leads }: Posting): void {
      const place = placeOf(word, tier);
      lists = withRoom(lists, place + 1);
      if (lists[place] === 0) lists[place] = postings.open();
      postings.append(listOf(word, tier), value, leads);
    },
    read: (word: number, tier: Tier, into: Reading) => postings.read(listOf(word, tier), into),
    size: (word: number, tier: Tier) => postings.size(listOf(word, tier)),
  };
}

interface Posting {
  readonly value: number;
  readonly leads: boolean;
}
