/** Movies as TMDB's API answers them, with or without `credits`, and the lines of its daily export of ids. */
import { cleanNames, cleanText, present } from './clean-text.js';

type Row = Readonly<Record<string, unknown>>;

/** Its documented address of images, in a width that suits a poster. */
const IMAGES = 'https://image.tmdb.org/t/p/w500';

export const isTmdbRow = (row: Row): boolean => 'original_title' in row;

/** A line of the export knows a movie's number and original title alone. */
export const isTmdbExportLine = (row: Row): boolean => isTmdbRow(row) && !('title' in row);

/** An answer to a search or a list: its movies stand in `results`. */
export const isTmdbPage = (row: Row): boolean =>
  Array.isArray(row['results']) && !('title' in row) && 'page' in row;

/**
 * A row as a movie. Empty texts and a runtime of 0 are absent. Titles, numbers and dates are left as they are; of names and texts,
 * what could never be stored is taken out or cut.
 */
export function movieOfTmdbRow(row: Row): Record<string, unknown> {
  const credits = objectOf(row['credits']);
  return {
    ...present({
      title: titleOf(row['title']) ?? titleOf(row['original_title']),
      originalTitle: titleOf(row['original_title']),
      synopsis: cleanText(row['overview'], 10_000),
      tagline: cleanText(row['tagline'], 500),
      releaseDate: row['release_date'],
      runtimeMinutes: row['runtime'] === 0 ? null : row['runtime'],
      language: languageOf(row['original_language']),
      posterUrl: posterOf(row['poster_path']),
      imdbId: row['imdb_id'],
    }),
    tmdbId: row['id'],
    genres: genresOf(row),
    directors: directorsOf(credits),
    cast: castOf(credits),
  };
}

const objectOf = (value: unknown): Row =>
  typeof value === 'object' && value !== null ? (value as Row) : {};
const objectsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.map(objectOf) : []);

const titleOf = (title: unknown) => {
  if (typeof title === 'number') return String(title);
  return title === '' || title === null ? undefined : title;
};

/** TMDB's own codes where they are not those of BCP 47. */
const languages: Readonly<Record<string, string>> = { xx: 'zxx', cn: 'yue' };

const languageOf = (code: unknown) => (typeof code === 'string' ? (languages[code] ?? code) : code);

const posterOf = (path: unknown) =>
  typeof path === 'string' && /^\/[\w.-]{1,200}$/.test(path) ? `${IMAGES}${path}` : null;

/** By name; what a search answers has their numbers alone. */
function genresOf(row: Row): string[] {
  const names = objectsOf(row['genres']).map(({ name }) => name);
  const ids: readonly unknown[] = Array.isArray(row['genre_ids']) ? row['genre_ids'] : [];
  const known = ids.map((id) => genreNames.get(Number(id)));
  return cleanNames([...names, ...known], 100)
    .filter((name) => !/[,|]/.test(name))
    .slice(0, 20);
}

/** The genres of movies, by TMDB's numbers. */
const genreNames: ReadonlyMap<number, string> = new Map([
  ...([
    [12, 'Adventure'],
    [14, 'Fantasy'],
    [16, 'Animation'],
    [18, 'Drama'],
  ] as const),
  ...([
    [27, 'Horror'],
    [28, 'Action'],
    [35, 'Comedy'],
    [36, 'History'],
  ] as const),
  ...([
    [37, 'Western'],
    [53, 'Thriller'],
    [80, 'Crime'],
    [99, 'Documentary'],
  ] as const),
  ...([
    [878, 'Science Fiction'],
    [9648, 'Mystery'],
    [10402, 'Music'],
    [10749, 'Romance'],
  ] as const),
  ...([
    [10751, 'Family'],
    [10752, 'War'],
    [10770, 'TV Movie'],
  ] as const),
]);

function directorsOf(credits: Row): string[] {
  const crew = objectsOf(credits['crew']).filter(({ job }) => job === 'Director');
  return cleanNames(
    crew.map(({ name }) => name),
    200,
  ).slice(0, 50);
}

function castOf(credits: Row): Record<string, unknown>[] {
  return objectsOf(credits['cast'])
    .map(({ id, name, character, order }) =>
      present({
        name: cleanText(name, 300),
        tmdbId: isCount(id, 1) ? id : null,
        character: cleanText(character, 200),
        order: isCount(order, 0) && order <= 100_000 ? order : null,
      }),
    )
    .filter(({ name }) => name !== undefined)
    .slice(0, 1_000);
}

const isCount = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least;
