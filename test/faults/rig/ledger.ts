/** What was acknowledged, and what got no answer and so may be either. Each subject has one writer, so its writes have an order. */
import { isDeepStrictEqual } from 'node:util';
import type { PartName } from './schedule.js';

/** A movie's content as written; names of actors are theirs, and not in it. */
export interface Content {
  readonly title: string;
  readonly releaseDate: string | null;
  readonly year: number | null;
  readonly runtimeMinutes: number | null;
  readonly tagline: string | null;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly cast: readonly Part[];
}

export interface Part {
  readonly actorId: string;
  readonly character: string | null;
  readonly order: number;
}

/** A movie's content, an actor's name, stars, a number of plays, a comment's text, how far a session is, one field of a movie that many write; `null`: there is none. */
export type Value = Content | string | number | null;

export interface Subject {
  readonly kind: 'movie' | 'actor' | 'rating' | 'plays' | 'field' | 'comment' | 'session';
  /** Of the movie, actor, comment or session. */
  readonly id: string;
  /** The user who rates, the writer who plays, the movie that is commented on, the player of the session, or the name of the field. */
  readonly of?: string;
}

export interface Entry {
  readonly subject: Subject;
  value: Value;
  /** At least the last acknowledged write's; 0 where answers have none. */
  version: number;
  /** Whether `version` is exactly that: not all answers say it. */
  isVersionKnown: boolean;
  /** All values that it had, as far as is known, each another one than that before it. */
  readonly past: Past[];
  /** A write has been sent, and is not answered yet. */
  isBeingWritten: boolean;
  /** Writes without an answer: the value is one of theirs, or the acknowledged one. */
  doubts: { readonly value: Value; readonly through: PartName; readonly at: number }[];
}

export interface Past {
  readonly value: Value;
  /** `null`: not known. */
  readonly version: number | null;
}

export interface Ledger {
  /** The entry of this subject; made, without a value, where there is none. */
  entry(subject: Subject): Entry;
  find(subject: Subject): Entry | undefined;
  all(kind: Subject['kind']): readonly Entry[];
  /** Those whose value is not known at the moment. */
  doubtful(): readonly Entry[];
}

export function openLedger(): Ledger {
  const entries = new Map<string, Entry>();
  const keyOf = ({ kind, id, of = '' }: Subject) => `${kind} ${id} ${of}`;
  return {
    entry(subject) {
      const found = entries.get(keyOf(subject));
      if (found !== undefined) return found;
      const made: Entry = {
        ...{ subject, value: null, version: 0, past: [], doubts: [] },
        ...{ isVersionKnown: false, isBeingWritten: false },
      };
      entries.set(keyOf(subject), made);
      return made;
    },
    find: (subject) => entries.get(keyOf(subject)),
    all: (kind) => [...entries.values()].filter(({ subject }) => subject.kind === kind),
    doubtful: () => [...entries.values()].filter(({ doubts }) => doubts.length > 0),
  };
}

/** `version`: where the answer says it. */
export function acknowledge(entry: Entry, value: Value, version?: number): void {
  remember(entry, { value, version: version ?? null });
  hold(entry, value, version);
}

function remember(entry: Entry, past: Past): void {
  if (!isDeepStrictEqual(entry.value, past.value)) entry.past.push(past);
}

function hold(entry: Entry, value: Value, version?: number): void {
  entry.value = value;
  entry.version = version ?? entry.version;
  entry.isVersionKnown = version !== undefined;
  entry.doubts = [];
}

/** Whether nothing but the acknowledged value can be there at the moment. */
export const isCertain = ({ doubts, isBeingWritten }: Entry) =>
  doubts.length === 0 && !isBeingWritten;

/** Takes what was found out as the truth; `false` where it is nothing that was ever written last. */
export function settleDoubt(entry: Entry, found: Value, version?: number): boolean {
  const possible = [entry.value, ...entry.doubts.map(({ value }) => value)];
  const isPossible = possible.some((value) => isDeepStrictEqual(value, found));
  // What has this version now may have had its content before: a new name of an actor raises it.
  remember(entry, { value: found, version: null });
  hold(entry, found, version);
  return isPossible;
}

/** What a movie that was read has of `Content`. */
export function contentOf(movie: Content): Content {
  const { title, releaseDate, year, runtimeMinutes, tagline, genres, tags } = movie;
  const cast = movie.cast.map(({ actorId, character, order }) => ({ actorId, character, order }));
  return { title, releaseDate, year, runtimeMinutes, tagline, genres, tags, cast };
}
