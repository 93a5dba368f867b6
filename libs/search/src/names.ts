/** People, genres and tags of the movies that the index knows, each with its movies. */
import type { Postings, Reading } from './postings.js';
import { withRoom } from './with-room.js';

export const nameKinds = ['actor', 'director', 'genre', 'tag'] as const;
export type NameKind = (typeof nameKinds)[number];

export interface Name {
  readonly kind: NameKind;
  readonly text: string;
  /** Two actors may have one name; directors are known by theirs alone. */
  readonly actorId: string | null;
}

export interface Names {
  /** Makes one for a name that is new; `isNew` is called with its number then. */
  numberOf(name: Name, isNew: (number: number) => void): number;
  find(kind: NameKind, text: string): number | undefined;
  /** Of any kind. */
  ofText(text: string): Iterable<number>;
  kind(number: number): NameKind;
  text(number: number): string;
  actorId(number: number): string | null;
  /** How many movies have it. */
  movies(number: number): number;
  /** One more movie, by an entry above all that came before. */
  enter(number: number, entry: number): void;
  /** One movie less. */
  leave(number: number): void;
  /** Its entries, also dead ones. */
  read(number: number, into: Reading): void;
  /** One above the highest number. */
  count(): number;
}

export function createNames(postings: Postings): Names {
  const firsts = new Map<string, number>();
  const texts: string[] = [''];
  const actorIds: (string | null)[] = [null];
  let kinds = new Uint8Array(1_024);
  /** Others of the same text, in a chain; 0 ends it. */
  let others = new Uint32Array(1_024);
  let movies = new Uint32Array(1_024);
  let lists = new Uint32Array(1_024);

  function* ofText(text: string): Generator<number> {
    for (let at = firsts.get(text) ?? 0; at !== 0; at = others[at] ?? 0) yield at;
  }

  function find({ kind, text, actorId }: Name): number | undefined {
    for (let at = firsts.get(text) ?? 0; at !== 0; at = others[at] ?? 0) {
      if (nameKinds[kinds[at] ?? 0] === kind && actorIds[at] === actorId) return at;
    }
    return undefined;
  }

  function add({ kind, text, actorId }: Name): number {
    const number = texts.push(text) - 1;
    actorIds.push(actorId);
    kinds = withRoom(kinds, number + 1);
    others = withRoom(others, number + 1);
    movies = withRoom(movies, number + 1);
    lists = withRoom(lists, number + 1);
    kinds[number] = nameKinds.indexOf(kind);
    others[number] = firsts.get(text) ?? 0;
    lists[number] = postings.open();
    firsts.set(text, number);
    return number;
  }

  return {
    numberOf(name, isNew) {
      const known = find(name);
      if (known !== undefined) return known;
      const number = add(name);
      isNew(number);
      return number;
    },
    find: (kind, text) => find({ kind, text, actorId: null }),
    ofText,
    kind: (number) => nameKinds[kinds[number] ?? 0] ?? 'tag',
    text: (number) => texts[number] ?? '',
    actorId: (number) => actorIds[number] ?? null,
    movies: (number) => movies[number] ?? 0,
    enter(number, entry) {
      movies[number] = (movies[number] ?? 0) + 1;
      postings.append(lists[number] ?? 0, entry, false);
    },
    leave(number) {
      movies[number] = (movies[number] ?? 0) - 1;
    },
    read: (number, into) => postings.read(lists[number] ?? 0, into),
    count: () => texts.length,
  };
}
