/**
 * Invented movies, as skewed as real ones: the shares below are those of 36,273 movies of 1900 to 2023 (cast sizes, movies for each
 * actor, genres, decades, lengths of texts). Equal seeds, equal movies; each is made by itself, so a million takes no more memory than one.
 */
import type { MovieInput } from '@marquee/contracts';
import { inventedName, inventedText, inventedTitle } from './invented-words.js';
import { type Choices, choicesOf, scattered } from './seeded.js';

/** Of what it makes from a seed. */
export const GENERATOR_VERSION = 1;

export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
}

export interface GeneratedMovie {
  readonly index: number;
  readonly input: MovieInput & { readonly id: string };
  /** Numbers of the cast's actors, in its order; see `actorName`. */
  readonly actors: readonly number[];
  readonly rating: { readonly count: number; readonly halfStars: number };
  readonly provider: number;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

const genres = Object.entries({
  ...{ Drama: 14062, Comedy: 10498, Silent: 7131, Western: 4436, Romance: 2857, Crime: 2612 },
  ...{ Action: 2241, Thriller: 1998, Musical: 1785, Adventure: 1761, Horror: 1758, War: 1694 },
  ...{ 'Science Fiction': 1169, Mystery: 1163, Noir: 1120, Short: 1023, Animated: 897 },
  ...{ Fantasy: 777, Biography: 753, Historical: 567, Documentary: 527, Sports: 459, Family: 435 },
  ...{ Independent: 319, Supernatural: 313, Slasher: 231, Superhero: 221, Spy: 214, Teen: 205 },
  ...{ Satire: 119, Suspense: 112, Political: 110, 'Martial Arts': 105, Disaster: 85, Legal: 56 },
});
const genreCounts = byWeight([0.016, 0.39, 0.43, 0.14, 0.022, 0.002]);
const decades = [354, 3869, 5536, 4429, 4519, 3151, 1582, 1617, 2272, 2849, 2430, 2512, 1153].map(
  (movies, decade) => [1900 + 10 * decade, movies] as const,
);
/** The rest has 8 to 59. */
const smallCasts = [869, 1368, 13564, 12303, 2056, 1357, 1158, 779].map(
  (movies, size) => [size as number | 'large', movies] as const,
);
const castSizes = [...smallCasts, ['large', 2819] as const];
/** Of all parts, those of actors who have no other. */
const SINGLE_PARTS = 0.12;
/** Actors with several parts for each movie. */
const REGULARS_A_MOVIE = 0.35;
const FAVOURITES = 20;
const MAX_CAST = 59;
const PROVIDERS = 12;
const FIRST_ADDED_AT = Date.UTC(2020, 0, 1);
const ADDED_EVERY_MS = 150_000;

export function* generateMovies({ seed, count }: GenerateOptions): Generator<GeneratedMovie> {
  for (let index = 0; index < count; index += 1) yield generateMovie(index, { seed, count });
}

export function generateMovie(index: number, { seed, count }: GenerateOptions): GeneratedMovie {
  const choices = choicesOf(scattered(seed) ^ scattered(index));
  const { chance, integer, weighted, logNormal, fraction } = choices;
  const year = weighted(decades) + integer(10);
  const addedAt = FIRST_ADDED_AT + index * ADDED_EVERY_MS;
  const actors = castOf(choices, index, regulars(count));
  return {
    index,
    input: {
      id: idAt(addedAt, choices),
      title: inventedTitle(choices),
      ...releaseOf(choices, year),
      genres: genresOf(choices),
      ...(chance(0.95)
        ? { synopsis: inventedText(choices, Math.min(1_500, logNormal(260, 0.55))) }
        : {}),
      ...(chance(0.8) ? { runtimeMinutes: 60 + integer(90) } : {}),
      cast: actors.map((actor) => ({ name: actorName(actor) })),
    },
    actors,
    rating: ratingOf(choices),
    provider: Math.floor(PROVIDERS * fraction() ** 3),
    addedAt,
  };
}

/** Actors below this number have several parts. */
export const regulars = (count: number) => Math.max(60, Math.ceil(count * REGULARS_A_MOVIE));
export const actorName = inventedName;

function castOf(choices: Choices, index: number, regularActors: number): number[] {
  const { weighted, chance, integer, fraction, logNormal } = choices;
  const drawn = weighted(castSizes);
  const size = drawn === 'large' ? Math.min(MAX_CAST, Math.floor(logNormal(13, 0.5))) : drawn;
  const actors = new Set<number>();
  for (let part = 0; part < size; part += 1) {
    const regular = Math.floor(regularActors * fraction() ** 2) + integer(FAVOURITES);
    actors.add(
      chance(SINGLE_PARTS)
        ? regularActors + FAVOURITES + index * MAX_CAST + part
        : regular % regularActors,
    );
  }
  return [...actors];
}

function genresOf({ weighted }: Choices): string[] {
  const chosen = new Set<string>();
  for (let left = weighted(genreCounts); left > 0; left -= 1) chosen.add(weighted(genres));
  return [...chosen];
}

/** Most have a date, some a year alone, few neither. */
function releaseOf({ fraction, integer }: Choices, year: number): Partial<MovieInput> {
  const known = fraction();
  if (known < 0.02) return {};
  if (known < 0.3) return { year };
  const two = (n: number) => `${n}`.padStart(2, '0');
  return { year, releaseDate: `${year}-${two(1 + integer(12))}-${two(1 + integer(28))}` };
}

/** Half of the movies are hardly rated, one in a hundred thousands of times. */
function ratingOf({ chance, logNormal, fraction }: Choices) {
  const count = chance(0.25) ? 0 : Math.min(500_000, Math.floor(logNormal(8, 2.2)));
  const mean = 4 + 5 * fraction();
  return { count, halfStars: Math.min(10 * count, Math.max(count, Math.round(count * mean))) };
}

/** As servers make them: by time, then random. */
function idAt(at: number, { integer }: Choices): string {
  const time = at.toString(16).padStart(12, '0');
  const hex = (digits: number) =>
    integer(16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
}

function byWeight(weights: readonly number[]) {
  return weights.map((weight, value) => [value, weight] as const);
}
