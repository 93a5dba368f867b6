/** What a transaction's changes of movies leave for their history: nothing for those that are made, which is most of an import. */
import type { MovieState } from '@marquee/domain';
import { runRows, type Scope } from '../scope.js';

interface Changed {
  readonly id: string;
  readonly before: MovieState | null;
  readonly after: MovieState | null;
  readonly version: number;
}

/** @param remade ids of movies that were deleted before, and are made anew */
export async function keepHistory(
  { run, statements, options }: Scope,
  changes: readonly Changed[],
  remade: ReadonlySet<string>,
): Promise<void> {
  const { providerId: changedBy, now: changedAt } = options;
  const rows = changes.flatMap(({ id, before, after, version }) => {
    const movie = before ?? after;
    if (movie === null || (before === null && !remade.has(id))) return [];
    return [
      {
        ...{ movieId: id, version, changedBy, changedAt },
        beforeVersion: before?.editedVersion ?? null,
        beforeContent: before === null ? null : JSON.stringify(before.content),
        ...{ providerId: movie.providerId, addedAt: Date.parse(movie.addedAt) },
      },
    ];
  });
  await runRows(run, statements.history.insert, rows);
}
