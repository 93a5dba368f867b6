/** The Wikipedia movie data: `title, year, cast, genres, href, extract, thumbnail`, the cast as bare names. */
import { cleanLabels, cleanNames, cleanText, httpsUrl, present } from './clean-text.js';

type Row = Readonly<Record<string, unknown>>;

/** Whether a row is of this kind rather than a `MovieInput`. */
export function isWikipediaRow(row: Row): boolean {
  if ('href' in row || 'extract' in row || 'thumbnail' in row) return true;
  return Array.isArray(row['cast']) && row['cast'].some((entry) => typeof entry === 'string');
}

/** A row as a movie. The title is left as it is; of the rest, what could never be stored is taken out or cut. */
export function movieOfWikipediaRow({ title, year, ...row }: Row): Record<string, unknown> {
  return {
    title: typeof title === 'number' ? String(title) : title,
    ...(typeof year === 'number' ? { year } : {}),
    genres: cleanLabels(row['genres']).slice(0, 20),
    cast: cleanNames(row['cast'], 300)
      .slice(0, 1_000)
      .map((name) => ({ name })),
    ...present({
      wikipediaTitle: cleanText(row['href'], 500),
      synopsis: cleanText(row['extract'], 10_000),
      posterUrl: httpsUrl(row['thumbnail']),
    }),
  };
}
