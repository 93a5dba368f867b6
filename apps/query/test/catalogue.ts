/** Made-up movies in which every list has ties, gaps and neighbours. */
import {
  type ActorRecord,
  genders,
  type Movie,
  MovieSummary,
  type Ranks,
} from '@marquee/contracts';

export interface TestMovie {
  readonly movie: Movie;
  readonly halfStars: number;
  readonly ranks: Ranks;
}

/** The same numbers for the same seed. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const uuidOf = (kind: 'movie' | 'actor' | 'provider', n: number) => {
  const digit = { movie: '1', actor: '2', provider: '3' }[kind];
  return `0190a00${digit}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
};

const words = ['Alpha', 'beta', 'Gámma', 'delta', 'Épsilon', 'zeta', 'ETA'];
const articles = ['', '', 'The ', 'A ', 'an '];
export const genreNames = ['Drama', 'Comedy', 'Sci-Fi', 'War'];
export const tagNames = ['heist', 'robots', 'été'];
const languages = ['en', 'fi', 'pt-BR', null];

export function makeMovies(count: number, seed = 1): TestMovie[] {
  const random = randomNumbers(seed);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[random(values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  };
  const some = (names: readonly string[]) => names.filter(() => random(3) === 0);
  return Array.from({ length: count }, (_, n): TestMovie => {
    const ratingCount = random(3) === 0 ? 0 : 1 + random(3);
    const halfStars = Array.from({ length: ratingCount }, () => 1 + random(10)).reduce(
      (sum, stars) => sum + stars,
      0,
    );
    const year = random(5) === 0 ? null : 1985 + random(12);
    const dated = year !== null && random(3) > 0;
    const addedAt = new Date(Date.UTC(2026, 0, 1 + random(20), random(3))).toISOString();
    const cast = [...new Set([random(6), random(6), random(6)])].map((actor, order) => ({
      actorId: uuidOf('actor', actor),
      name: `Actor ${actor}`,
      character: null,
      order,
    }));
    const movie: Movie = {
      id: uuidOf('movie', n * 7919 + random(7919)),
      version: 1_700_000_000_000_000 + n,
      title: `${pick(articles)}${pick(words)}${random(3) === 0 ? ` ${random(9)}` : ''}`,
      originalTitle: null,
      tagline: null,
      releaseDate: dated ? `${year}-0${1 + random(9)}-1${random(2)}` : null,
      year,
      runtimeMinutes: null,
      genres: some(genreNames),
      tags: some(tagNames),
      directors: [],
      language: pick(languages),
      posterUrl: null,
      tmdbId: null,
      imdbId: null,
      wikipediaTitle: null,
      providerId: uuidOf('provider', random(3)),
      addedAt,
      updatedAt: addedAt,
      rating: {
        average: ratingCount === 0 ? null : Math.round((halfStars / 2 / ratingCount) * 100) / 100,
        count: ratingCount,
      },
      // Every fifth is too long for the rows of a list.
      synopsis: random(5) === 0 ? 'long '.repeat(2_000) : null,
      cast: random(4) === 0 ? [] : cast,
    };
    return { movie, halfStars, ranks: randomRanks(random, movie) };
  });
}

/** As they were taken some time before the movie's last ratings. */
function randomRanks(random: (below: number) => number, { rating }: Movie): Ranks {
  const plays = random(3) === 0 ? null : (1 + random(12)) * 10 ** random(3);
  const isLate = random(5) === 0;
  const hasPopularity = plays !== null && rating.count > 0 !== isLate;
  return { plays, popularity: hasPopularity ? random(12) * 100 : null };
}

export function summaryOf(movie: Movie): object {
  const names = Object.keys(MovieSummary.properties);
  return Object.fromEntries(Object.entries(movie).filter(([name]) => names.includes(name)));
}

const firstNames = ['Ana', 'ánabel', 'Bo', 'Émile', 'Zoë', 'Ana Maria'];

export function makeActors(count: number, seed = 1): ActorRecord[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, n): ActorRecord => {
    const gender = genders[random(genders.length)] ?? 'unknown';
    return {
      id: uuidOf('actor', n),
      version: 1_700_000_000_000_000 + n,
      providerId: uuidOf('provider', 0),
      name: `${firstNames[random(firstNames.length)]} ${random(2) === 0 ? 'Öberg' : `B${random(5)}`}`,
      birthDate: random(3) === 0 ? null : `1970-01-0${1 + random(3)}`,
      deathDate: null,
      gender,
      biography: null,
      tmdbId: null,
      imdbId: null,
    };
  });
}
