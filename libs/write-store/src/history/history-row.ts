import type { MovieContent } from '@marquee/domain';
import type { Wide } from '../rows.js';

export interface HistoryRow {
  readonly movie_id: string;
  readonly version: Wide;
  readonly before_version: Wide | null;
  readonly before_content: string | null;
  readonly provider_id: string;
  readonly added_at: Wide;
  readonly changed_by: string;
  readonly changed_at: Wide;
}

/** What an earlier release did not know is absent. */
export function contentBefore({ before_content }: HistoryRow): MovieContent | null {
  return before_content === null ? null : { ...absent, ...JSON.parse(before_content) };
}

const absent = {
  ...{ originalTitle: null, synopsis: null, tagline: null, releaseDate: null, year: null },
  ...{ runtimeMinutes: null, genres: [], tags: [], directors: [], language: null },
  ...{ posterUrl: null, tmdbId: null, imdbId: null, wikipediaTitle: null, cast: [] },
};
