/** What a reader may be about to type: titles, people, genres and tags. */
import type { Contents } from './contents.js';
import { keepBest } from './keep-best.js';
import type { NameKind } from './names.js';
import { createReading, isMarked, valueIn } from './postings.js';
import { LABELS, PEOPLE, TITLE, type Tier } from './tiers.js';
import { sequenceOf } from './words.js';

export const suggestionKinds = ['movie', 'person', 'genre', 'tag'] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];

export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly text: string;
  /** Of the movie, or of the actor; directors, genres and tags have none. */
  readonly id: string | null;
}

interface Candidate extends Suggestion {
  /** The text begins with the query, rather than a later word of it. */
  readonly leads: boolean;
  /** Ratings of a movie, movies of all else. */
  readonly count: number;
}

const kindOf: Record<NameKind, SuggestionKind> = {
  ...{ actor: 'person', director: 'person', genre: 'genre', tag: 'tag' },
};
const nameTiers = [PEOPLE, LABELS] as const;

/** Texts in which the words of the query stand in a row, the last as the beginning of a word at least; each once of a kind. */
export function suggest(contents: Contents, text: string, limit: number): readonly Suggestion[] {
  const sequence = sequenceOf(text);
  const { entries, names } = contents;
  if (sequence.length === 0) return [];
  const best = bestTexts(limit, sequence);
  const eachHolder = holdersOf(contents, sequence);
  eachHolder(TITLE, (entry, leads) => {
    if (!entries.isAlive(entry)) return;
    const count = entries.ratings(entry);
    if (!best.mayTake(leads, count)) return;
    best.offer({ kind: 'movie', text: entries.title(entry), id: entries.id(entry), leads, count });
  });
  for (const tier of nameTiers) {
    eachHolder(tier, (name, leads) => {
      const count = names.movies(name);
      if (count === 0 || !best.mayTake(leads, count)) return;
      const kind = kindOf[names.kind(name)];
      best.offer({ kind, text: names.text(name), id: null, leads, count });
    });
  }
  return best.sorted().map(({ kind, text: suggested, id }) => {
    return { kind, text: suggested, id: kind === 'person' ? actorOf(contents, suggested) : id };
  });
}

/** Of several actors of one name, the one with most movies. */
function actorOf({ names }: Contents, text: string): string | null {
  let actor: { readonly id: string; readonly movies: number } | null = null;
  for (const number of names.ofText(text)) {
    const id = names.actorId(number);
    const movies = names.movies(number);
    if (id === null || movies === 0) continue;
    const isBetter =
      actor === null || movies > actor.movies || (movies === actor.movies && id < actor.id);
    if (isBetter) actor = { id, movies };
  }
  return actor?.id ?? null;
}

/** For each tier: what has all of the words, in any order; `leads`: it may begin with the query. */
function holdersOf(
  { dictionary, entries, names, readPostings }: Contents,
  query: readonly string[],
) {
  const wholes = query.slice(0, -1).map(dictionary.exactly);
  const last = query.at(-1) ?? '';
  const endings = [...dictionary.exactly(last), ...dictionary.longer(last)];
  const reading = createReading();
  /** How many of the whole words were met so far, and whether the first one leads. */
  const met =
    wholes.length === 0 ? null : new Uint16Array(Math.max(entries.count(), names.count()));

  function meetWholes(counts: Uint16Array, tier: Tier): void {
    counts.fill(0);
    for (const [nth, words] of wholes.entries()) {
      for (const word of words) {
        readPostings(word, tier, reading);
        for (let at = 0; at < reading.length; at += 1) {
          const code = reading.codes[at] ?? 0;
          const before = counts[valueIn(code)] ?? 0;
          if ((before & ~LEADS) !== nth) continue;
          counts[valueIn(code)] = (before + 1) | (nth === 0 && isMarked(code) ? LEADS : 0);
        }
      }
    }
  }

  return (tier: Tier, visit: (value: number, leads: boolean) => void): void => {
    if (met !== null) meetWholes(met, tier);
    for (const word of endings) {
      readPostings(word, tier, reading);
      for (let at = 0; at < reading.length; at += 1) {
        const code = reading.codes[at] ?? 0;
        const value = valueIn(code);
        if (met === null) visit(value, isMarked(code));
        else if (((met[value] ?? 0) & ~LEADS) === wholes.length) {
          visit(value, ((met[value] ?? 0) & LEADS) !== 0);
        }
      }
    }
  };
}

/** Beside a count, which is below it: a query has some hundred words at most. */
const LEADS = 1 << 15;

/** Keeps the best texts; of those that are the same, the best one. */
function bestTexts(limit: number, sequence: readonly string[]) {
  let kept = new Map<string, Candidate>();
  /** None below it is among the best. */
  let floor: Candidate | null = null;

  function prune(): void {
    const best = keepBest<Candidate>(limit, compare);
    for (const candidate of kept.values()) best.keep(candidate);
    const sorted = best.sorted();
    kept = new Map(sorted.map((candidate) => [keyOf(candidate), candidate]));
    floor = sorted.length < limit ? null : (sorted.at(-1) ?? null);
  }

  return {
    /** For most the two numbers tell that they are not among the best. */
    mayTake(leads: boolean, count: number): boolean {
      if (floor === null) return true;
      return leads === floor.leads ? count >= floor.count : leads;
    },
    offer(candidate: Candidate): void {
      if (floor !== null && compare(candidate, floor) > 0) return;
      const placed = placedIn(candidate, sequence);
      if (placed === null) return;
      const known = kept.get(keyOf(placed));
      if (known !== undefined && compare(known, placed) <= 0) return;
      kept.set(keyOf(placed), placed);
      if (kept.size >= SLACK * limit) prune();
    },
    sorted(): readonly Candidate[] {
      prune();
      return [...kept.values()];
    },
  };
}

/** How many times what is asked for is kept before the worst are dropped. */
const SLACK = 4;

const keyOf = ({ kind, text }: Candidate) => `${kind} ${text}`;

/** Where the words stand in its text; `null`: not in a row. Of one word that is known. */
function placedIn(candidate: Candidate, sequence: readonly string[]): Candidate | null {
  if (sequence.length === 1) return candidate;
  const at = ` ${sequenceOf(candidate.text).join(' ')}`.indexOf(` ${sequence.join(' ')}`);
  return at === -1 ? null : { ...candidate, leads: at === 0 };
}

function compare(a: Candidate, b: Candidate): number {
  return (
    Number(b.leads) - Number(a.leads) ||
    b.count - a.count ||
    suggestionKinds.indexOf(a.kind) - suggestionKinds.indexOf(b.kind) ||
    order(a.text, b.text) ||
    order(a.id ?? '~', b.id ?? '~')
  );
}

const order = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
