/** MovieLens: `movies.csv` and `ratings.csv` make movies and ratings; `links.csv` and `tags.csv` beside them complete both. */
import { cleanLabels, present } from './clean-text.js';
import type { FileFormat, FormatContext, Lookups } from './file-format.js';
import { movieLensTitle } from './movielens-title.js';
import { type Plan, refusal } from './plan.js';
import { nameId } from './row-id.js';
import { fieldsOf, imdbIdOf, numberOf, readerOf, recordOf, type Table, textOf } from './table.js';

const headers = {
  movies: ['movieid', 'title', 'genres'],
  ratings: ['userid', 'movieid', 'rating'],
  links: ['movieid', 'imdbid', 'tmdbid'],
  tags: ['userid', 'movieid', 'tag'],
} as const;

type Holds = keyof typeof headers;

/** Which of its files a header belongs to. Further columns, such as `timestamp`, are not read. */
export function movieLensFile(header: readonly string[]): Holds | null {
  const names = header.map((name) => name.toLowerCase());
  const found = Object.entries(headers).find(([, wanted]) =>
    wanted.every((name, at) => names[at] === name),
  );
  return (found?.[0] as Holds | undefined) ?? null;
}

/** The id of a movie that `movies.csv` made, in whatever run. */
export const movieIdOf = (number: string) => nameId(`movielens/movie/${number}`);

const isNumber = (text: string | null): text is string => text !== null && /^\d{1,15}$/.test(text);
const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export function movieLensTable(holds: Holds, table: Table, context: FormatContext): FileFormat {
  const plan = planners[holds](context);
  return {
    ...{ name: `movielens ${holds}`, note: null, holds },
    reader: () => readerOf(table),
    plan(value) {
      const fields = fieldsOf(value, table);
      return 'kind' in fields ? fields : plan(fields);
    },
    show: (value) => recordOf(value, table),
    columnOf: (field) => (field === 'year' ? 'title' : field),
  };
}

const planners: Readonly<
  Record<Holds, (context: FormatContext) => (fields: readonly string[]) => Plan>
> = {
  movies: moviePlanner,
  ratings: ratingPlanner,
  links: () => planLink,
  tags: () => planTag,
};

function moviePlanner({ options, lookups }: FormatContext) {
  return ([number, text, genres]: readonly string[]): Plan => {
    const movieId = textOf(number);
    if (!isNumber(movieId)) return refusal(wrongNumber);
    const { title, year } = movieLensTitle(textOf(text) ?? '');
    const movie = {
      id: movieIdOf(movieId),
      ...present({ title, year, ...lookups.links.get(movieId) }),
      genres: genres === '(no genres listed)' ? [] : cleanLabels([genres]),
      tags: lookups.tagsOf(movieId),
    };
    return { kind: 'movie', movie, mode: options.existing ?? 'createOnly' };
  };
}

function ratingPlanner({ lookups }: FormatContext) {
  const userIdOf = remembered((number) => nameId(`movielens/user/${number}`));
  const movieOf = remembered((number) => namedMovie(number, lookups));
  return ([user, movie, stars]: readonly string[]): Plan => {
    const [userId, movieId, halfStars] = [textOf(user), textOf(movie), halfStarsOf(stars)];
    const faults = [
      ...(isNamed(userId) ? [] : [wrongName('userId')]),
      ...(isNamed(movieId) ? [] : [wrongName('movieId')]),
      ...(halfStars === null ? [wrongStars] : []),
    ];
    if (!isNamed(userId) || !isNamed(movieId) || halfStars === null) return refusal(...faults);
    const rating = {
      userId: isUuid(userId) ? userId.toLowerCase() : userIdOf(userId),
      movie: movieOf(movieId),
      halfStars,
    };
    return { kind: 'rating', rating };
  };
}

function planLink([number, imdb, tmdb]: readonly string[]): Plan {
  const [movieId, imdbId, tmdbId] = [textOf(number), imdbIdOf(imdb), numberOf(tmdb)];
  const faults = [
    ...(isNumber(movieId) ? [] : [wrongNumber]),
    ...(imdbId === null || /^tt\d{1,15}$/.test(imdbId)
      ? []
      : [{ ...wrongNumber, column: 'imdbId' }]),
    ...(tmdbId === null || (typeof tmdbId === 'number' && tmdbId > 0)
      ? []
      : [{ ...wrongNumber, column: 'tmdbId' }]),
  ];
  if (faults.length > 0 || movieId === null || typeof tmdbId === 'string')
    return refusal(...faults);
  return { kind: 'link', movieId, link: { imdbId, tmdbId } };
}

function planTag([, number, text]: readonly string[]): Plan {
  const [movieId, tags] = [textOf(number), cleanLabels([textOf(text)])];
  const faults = [
    ...(isNumber(movieId) ? [] : [wrongNumber]),
    ...(tags.length > 0 ? [] : [{ column: 'tag', code: 'required', detail: 'It is required.' }]),
  ];
  if (faults.length > 0 || movieId === null) return refusal(...faults);
  return { kind: 'tags', movieId, tags };
}

/** Marquee's own ids are taken as they are. */
function namedMovie(text: string, { links }: Lookups) {
  const id = isUuid(text) ? text.toLowerCase() : movieIdOf(text);
  return { id, ...(links.get(text) ?? { tmdbId: null, imdbId: null }) };
}

const isNamed = (text: string | null): text is string =>
  text !== null && (isNumber(text) || isUuid(text));

function halfStarsOf(field: string | undefined): number | null {
  const half = Number(textOf(field) ?? Number.NaN) * 2;
  return Number.isInteger(half) && half >= 1 && half <= 10 ? half : null;
}

const wrongNumber = { column: 'movieId', code: 'wrong-form', detail: 'It must be a number.' };
const wrongName = (column: string) => ({
  ...{ column, code: 'wrong-form' },
  detail: 'It must be a number or a UUID.',
});
const wrongStars = {
  ...{ column: 'rating', code: 'wrong-form' },
  detail: 'It must be a number of stars from 0.5 to 5, in halves.',
};

/** Digests cost more than all else of a row; neighbours share users, and all share movies. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

const MAX_REMEMBERED = 100_000;
