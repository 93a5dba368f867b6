/** IMDb's data sets: `title.basics` alone says something that a movie can be made of. */
import { UnusableFile } from '../read/row-reader.js';
import { cleanLabels, present } from './clean-text.js';
import type { FileFormat, FormatContext } from './file-format.js';
import type { Plan } from './plan.js';
import { nameId } from './row-id.js';
import { fieldsOf, numberOf, readerOf, recordOf, type Table, textOf } from './table.js';

const basics = [
  ...['tconst', 'titleType', 'primaryTitle', 'originalTitle', 'isAdult'],
  ...['startYear', 'endYear', 'runtimeMinutes', 'genres'],
];

/** The other data sets, by a column that each has alone, and why they are not read. */
const refused: Readonly<Record<string, string>> = {
  averageRating:
    'title.ratings has only averages: Marquee counts the stars of each user, and an average cannot be taken apart into them',
  characters:
    'title.principals names people by numbers alone, and their names are in another file of millions of rows: casts are not imported',
  primaryName: 'name.basics has people, who are not imported without the casts that they are in',
  writers: 'title.crew names directors by numbers alone, and is not imported',
  isOriginalTitle: 'title.akas has titles in other languages, which movies have no place for',
  parentTconst: 'title.episode has episodes of series, which are no movies',
};

/** Whether a header is that of one of the data sets. */
export const isImdbHeader = (header: readonly string[]): boolean =>
  ['tconst', 'nconst', 'titleId'].includes(header[0] ?? '') &&
  (header.includes('titleType') || header.some((name) => name in refused));

/** @throws {UnusableFile} for any but `title.basics` */
export function imdbTitles(table: Table, { options }: FormatContext): FileFormat {
  const column = table.header.find((name) => name in refused);
  if (column !== undefined) throw new UnusableFile(refused[column]);
  if (basics.some((name) => !table.header.includes(name))) {
    throw new UnusableFile(`title.basics of IMDb has the columns ${basics.join(', ')}`);
  }
  const at = new Map(table.header.map((name, index) => [name, index]));
  return {
    name: 'imdb',
    note: `titles of the types ${[...options.titleTypes].join(', ')}`,
    holds: 'movies',
    reader: () => readerOf(table),
    plan(value): Plan {
      const fields = fieldsOf(value, table);
      if ('kind' in fields) return fields;
      const field = (name: string) => fields[at.get(name) ?? -1];
      if (!options.titleTypes.has(field('titleType') ?? '')) return { kind: 'skip' };
      const movie = movieOfTitle(field);
      // It knows less than most who have the same movie, so it takes the place of nothing unless told to.
      return { kind: 'movie', movie, mode: options.existing ?? 'createOnly' };
    },
    show: (value) => recordOf(value, table),
    columnOf: (name) => columnNames[name] ?? name,
  };
}

const columnNames: Readonly<Record<string, string>> = {
  ...{ title: 'primaryTitle', imdbId: 'tconst', id: 'tconst', year: 'startYear' },
};

function movieOfTitle(field: (name: string) => string | undefined): Record<string, unknown> {
  const tconst = textOf(field('tconst'));
  return present({
    id: nameId(`imdb/title/${tconst}`),
    imdbId: tconst,
    title: textOf(field('primaryTitle')),
    originalTitle: textOf(field('originalTitle')),
    year: numberOf(field('startYear')),
    runtimeMinutes: numberOf(field('runtimeMinutes')) || null,
    genres: cleanLabels([textOf(field('genres'))]),
  });
}
