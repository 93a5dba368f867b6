/** What the writers want to do: endless, made from the seed alone, whatever happens to the writes. */
import { idOf, type SeededRandom, seededRandom } from '@marquee/testing';
import type { Content } from './ledger.js';

export const WRITERS = 8;
/** Movies that a writer changes, deletes and makes again under the same id. */
export const SLOTS = 14;
export const ACTORS_EACH = 5;
/** Never changed: every walk shows each of them once. */
export const STEADY_MOVIES = 120;
/** Changed by all writers, each in a field of its own, and rated and played by all. */
export const SHARED_MOVIES = 6;
const USERS_EACH = 3;
const NEW_IN_UPLOAD = 4;
/** Comments that a writer makes, deletes and makes again under the same id. */
const COMMENTS_EACH = 6;
export const COUNTRIES = ['FI', 'JP', 'BR'] as const;
/** Where a session is played. */
export const countryOf = (session: string) =>
  COUNTRIES[Number.parseInt(session.slice(-2), 16) % COUNTRIES.length] ?? COUNTRIES[0];

export const STEADY_GENRE = 'Steady';
export const GENRES = ['Drama', 'Comedy', 'Noir', 'Western', 'Sci-fi & Fantasy', 'Été'] as const;
export const TAGS = ['heist', 'road', 'based on a book', '70mm'] as const;

/** The field of shared movies that is this writer's. */
export const OWN_FIELDS = [
  'originalTitle',
  'synopsis',
  'tagline',
  'wikipediaTitle',
  'posterUrl',
  'runtimeMinutes',
  'imdbId',
  'tmdbId',
] as const;
export type OwnField = (typeof OWN_FIELDS)[number];

export const slotId = (writer: number, slot: number) => idOf(0x1_0000 + writer * 0x100 + slot);
export const addedId = (writer: number, n: number) => idOf(0x1000_0000 + writer * 0x10_0000 + n);
export const uploadedId = (n: number) => idOf(0x3000_0000 + n);
export const steadyId = (n: number) => idOf(0x2_0000 + n);
export const sharedId = (n: number) => idOf(0x3_0000 + n);
export const actorId = (writer: number, n: number) => idOf(0x4_0000 + writer * 0x100 + n);
export const userId = (writer: number, n: number) => idOf(0x5_0000 + writer * 0x100 + n);
export const commentId = (writer: number, n: number) => idOf(0x6_0000 + writer * 0x100 + n);
export const sessionId = (writer: number, n: number) => idOf(0x2000_0000 + writer * 0x10_0000 + n);
/** A tag that one movie has alone: its list shows the movie wherever else it stands. */
export const ownTag = (id: string) => `own ${id.slice(-12)}`;

export type Intent =
  | { readonly kind: 'add'; readonly n: number; readonly content: Content }
  | {
      readonly kind: 'batch';
      readonly slots: readonly number[];
      readonly contents: readonly Content[];
    }
  | { readonly kind: SlotIntent; readonly slot: number; readonly content: Content }
  | {
      readonly kind: 'restore';
      readonly n: number;
      readonly slot: number;
      /** Which of the versions that are known: the remainder by their number. */
      readonly which: number;
      readonly isGuarded: boolean;
    }
  | { readonly kind: 'rename'; readonly actor: number; readonly name: string }
  | { readonly kind: 'rate'; readonly movie: number; readonly user: string; readonly stars: number }
  | { readonly kind: 'unrate'; readonly movie: number; readonly user: string }
  | { readonly kind: 'play'; readonly movie: number }
  | {
      readonly kind: 'comment';
      readonly n: number;
      readonly movie: number;
      readonly text: string;
    }
  | {
      readonly kind: 'session';
      readonly n: number;
      readonly player: string;
      readonly ends: boolean;
    }
  | { readonly kind: 'touch'; readonly movie: number; readonly value: string | number };

/** On a movie that may or may not be there: then it is made, or else changed. */
type SlotIntent = 'create' | 'patch' | 'replace' | 'delete' | 'link' | 'unlink';

const KINDS: readonly (readonly [Intent['kind'], weight: number])[] = [
  ['add', 20],
  ['create', 6],
  ['patch', 20],
  ['replace', 8],
  ['delete', 9],
  ['link', 7],
  ['unlink', 4],
  ['restore', 8],
  ['batch', 3],
  ['rename', 4],
  ['rate', 12],
  ['unrate', 2],
  ['play', 20],
  ['touch', 5],
  ['comment', 8],
  ['session', 12],
];
const WHEEL = KINDS.flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind));

/** Equal arguments, equal intents. */
export function* intentsOf(seed: number, writer: number): Generator<Intent, never> {
  const random = seededRandom(seed * 1_000 + writer);
  for (let n = 0; ; n += 1) yield intent(random, writer, n);
}

function intent(random: SeededRandom, writer: number, n: number): Intent {
  const kind = random.pick(WHEEL);
  const slot = random.integer(SLOTS);
  const movie = random.integer(SHARED_MOVIES);
  const user = userId(writer, random.integer(USERS_EACH));
  switch (kind) {
    case 'add':
      return { kind, n, content: randomContent(random, addedId(writer, n)) };
    case 'batch': {
      const slots = random.shuffle(Array.from({ length: SLOTS }, (_, of) => of)).slice(0, 6);
      const contents = slots.map((of) => randomContent(random, slotId(writer, of)));
      return { kind, slots, contents };
    }
    case 'restore':
      return { kind, n, slot, which: random.integer(1_000), isGuarded: random.chance(0.5) };
    case 'rename':
      return { kind, actor: random.integer(ACTORS_EACH), name: `Actor ${writer} of ${n}` };
    case 'rate':
      return { kind, movie, user, stars: (1 + random.integer(10)) / 2 };
    case 'unrate':
      return { kind, movie, user };
    case 'play':
      return { kind, movie };
    case 'comment': {
      const of = random.integer(COMMENTS_EACH);
      return { kind, n: of, movie: of % SHARED_MOVIES, text: `Said ${n}` };
    }
    case 'session':
      return { kind, n, player: user, ends: random.chance(0.5) };
    case 'touch':
      return { kind, movie, value: ownValue(writer, movie, n) };
    default:
      return { kind, slot, content: randomContent(random, slotId(writer, slot)) };
  }
}

export interface UploadedMovie {
  readonly id: string;
  readonly content: Content;
}

/** New movies in a file of their own, and one of the file before once more, with another content. */
export function* uploadsOf(seed: number): Generator<readonly UploadedMovie[], never> {
  const random = seededRandom(seed * 49_979_687);
  for (let next = 0; ; next += NEW_IN_UPLOAD) {
    const first = Math.max(0, next - 1);
    const ids = Array.from({ length: next + NEW_IN_UPLOAD - first }, (_, n) =>
      uploadedId(first + n),
    );
    yield random.shuffle(ids).map((id) => ({ id, content: randomContent(random, id) }));
  }
}

function ownValue(writer: number, movie: number, n: number): string | number {
  const number = (n + 1) * 100 + movie;
  switch (OWN_FIELDS[writer % OWN_FIELDS.length]) {
    case 'runtimeMinutes':
      return 1 + (number % 6_000);
    case 'tmdbId':
      return number;
    case 'imdbId':
      return `tt${number}`;
    case 'posterUrl':
      return `https://images.example/${number}.jpg`;
    default:
      return `Touched ${number}`;
  }
}

const WORDS = [
  'night',
  'River',
  'Élan',
  'stone',
  'the',
  'A',
  'Zebra',
  'moon',
  '東京',
  'ray',
] as const;

function randomContent(random: SeededRandom, id: string): Content {
  const words = Array.from({ length: 1 + random.integer(4) }, () => random.pick(WORDS));
  const year = 1930 + random.integer(90);
  const day = `${year}-0${1 + random.integer(9)}-1${random.integer(10)}`;
  const dates = random.pick([
    { releaseDate: day, year },
    { releaseDate: null, year },
    { releaseDate: null, year: null },
  ]);
  return {
    title: words.join(' '),
    ...dates,
    runtimeMinutes: random.chance(0.7) ? 60 + random.integer(120) : null,
    tagline: `Take ${random.integer(1_000_000)}`,
    genres: random.shuffle(GENRES).slice(0, random.integer(4)),
    tags: [ownTag(id), ...random.shuffle(TAGS).slice(0, random.integer(3))],
    cast: random
      .shuffle(Array.from({ length: WRITERS * ACTORS_EACH }, (_, n) => n))
      .slice(0, random.integer(5))
      .map((n, order) => ({
        actorId: actorId(Math.floor(n / ACTORS_EACH), n % ACTORS_EACH),
        character: random.chance(0.5) ? `Role ${order}` : null,
        order,
      })),
  };
}

/** A movie that stays as it is. */
export function steadyContent(n: number): Content {
  return {
    ...randomContent(seededRandom(n), steadyId(n)),
    genres: [STEADY_GENRE],
    title: `Steady ${n}`,
  };
}

/** What a shared movie has besides the fields that writers own. */
export function sharedContent(n: number): Content {
  return {
    ...randomContent(seededRandom(n), sharedId(n)),
    title: `Shared ${n}`,
    tagline: null,
    runtimeMinutes: null,
  };
}
