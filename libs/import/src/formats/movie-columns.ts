/** Which column of a table holds which field of a movie. */
import { UnusableFile } from '../read/row-reader.js';

/** Fields that a column can hold, with the names that are understood without a mapping. */
const names = {
  id: [],
  title: ['title', 'name', 'movie', 'movietitle', 'film', 'primarytitle'],
  originalTitle: ['originaltitle'],
  synopsis: ['synopsis', 'overview', 'description', 'plot', 'summary', 'extract'],
  tagline: ['tagline'],
  releaseDate: ['releasedate', 'released'],
  year: ['year', 'releaseyear', 'startyear'],
  runtimeMinutes: ['runtimeminutes', 'runtime', 'duration', 'minutes'],
  genres: ['genres', 'genre'],
  tags: ['tags', 'keywords'],
  directors: ['directors', 'director', 'directedby'],
  language: ['language', 'originallanguage'],
  posterUrl: ['posterurl', 'poster'],
  tmdbId: ['tmdbid', 'tmdb'],
  imdbId: ['imdbid', 'imdb', 'tconst', 'imdbtitleid'],
  wikipediaTitle: ['wikipediatitle'],
  cast: ['cast', 'actors', 'stars', 'starring'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MovieField = keyof typeof names;
export const movieFields = Object.keys(names) as readonly MovieField[];

const fieldByName = new Map(
  movieFields.flatMap((field) => names[field].map((name): [string, MovieField] => [name, field])),
);

/** Places of the columns in the header. */
export type MovieColumns = ReadonlyMap<MovieField, number>;

/**
 * A mapping wins over what a column's name says; of several columns that could be the same field the first one is.
 * An `id` is never guessed: in most tables it is a number of their own.
 * @throws {UnusableFile} where a mapped column is not there, or nothing could be the title
 */
export function movieColumns(
  header: readonly string[],
  mapping: ReadonlyMap<string, string>,
): MovieColumns {
  const columns = new Map<MovieField, number>();
  for (const field of movieFields) {
    const column = mapping.get(field);
    if (column === undefined) continue;
    const at = header.indexOf(column);
    if (at === -1) throw new UnusableFile(`there is no column "${column}": ${listed(header)}`);
    columns.set(field, at);
  }
  const mapped = new Set(columns.values());
  for (const [at, name] of header.entries()) {
    const field = fieldByName.get(name.toLowerCase().replace(/[\s_.-]/g, ''));
    if (field === undefined || mapped.has(at) || columns.has(field)) continue;
    columns.set(field, at);
  }
  if (columns.has('title')) return columns;
  throw new UnusableFile(
    `no column is known to be the title, say which: --map title=…; ${listed(header)}`,
  );
}

const listed = (header: readonly string[]) =>
  `the columns are ${header.map((name) => `"${name}"`).join(', ')}`;

/** What is read of the table and what is not, for the user to see. */
export function describeColumns(header: readonly string[], columns: MovieColumns): string {
  const used = [...columns].map(([field, at]) =>
    header[at] === field ? field : `${field} from "${header[at]}"`,
  );
  const ignored = header.filter((_, at) => ![...columns.values()].includes(at));
  return `${used.join(', ')}${ignored.length > 0 ? `; not read: ${ignored.join(', ')}` : ''}`;
}
