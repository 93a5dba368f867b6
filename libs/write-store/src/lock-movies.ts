import type { MovieState } from '@marquee/domain';
import type { Run } from './engine.js';
import { grouped, type MovieRow, movieStateOf, type PartRow } from './rows.js';
import type { Scope } from './scope.js';
import type { Statements } from './statements.js';
import type { MovieIdentifiers } from './write-store.js';

/**
 * The rows' lists are read after the lock, and change only under it: state and lists belong
 * together.
 */
export async function lockMovies(
  { run, statements }: Pick<Scope, 'run' | 'statements'>,
  { ids = [], tmdbIds = [], imdbIds = [] }: MovieIdentifiers,
): Promise<readonly MovieState[]> {
  if (ids.length + tmdbIds.length + imdbIds.length === 0) return [];
  const rows = await run<MovieRow>(statements.movies.lock, { ids, tmdbIds, imdbIds });
  const parts = await readParts({ run, statements }, rows);
  return rows.map((row) => movieStateOf(row, parts.get(row.id) ?? []));
}

export async function readParts(
  { run, statements }: { readonly run: Run; readonly statements: Statements },
  movies: readonly { readonly id: string }[],
): Promise<Map<string, PartRow[]>> {
  if (movies.length === 0) return new Map();
  const ids = movies.map(({ id }) => id);
  return grouped(await run<PartRow>(statements.movies.parts, { ids }), (part) => part.movie_id);
}
