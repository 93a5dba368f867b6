import type { ViewTables } from '@marquee/view-store';

/** What the view has of these movies now, in their order; without those that were deleted meanwhile. */
export async function bodiesOf(
  tables: Pick<ViewTables, 'moviesById'>,
  movies: readonly { readonly id: string }[],
  fields: 'full' | 'summary',
): Promise<string[]> {
  if (movies.length === 0) return [];
  const bodies = await tables.moviesById(
    movies.map(({ id }) => id),
    fields,
  );
  return bodies.flatMap((body) => body?.json ?? []);
}
