/**
 * For writes that change nothing: what earlier writes of the same things the view may not have yet.
 */
import type { ActorRow, MovieRow, Wide } from './rows.js';
import { changed, coverOf, type Scope } from './scope.js';

/**
 * A movie whose ratings are not folded yet gets one more delta, of nothing, so that the event of
 * the fold covers this write too; one that is on its way gets a further row at its version.
 */
export async function awaitMovies(scope: Scope, ids: readonly string[]): Promise<void> {
  const { run, statements, options, pending } = scope;
  const asked = [...new Set(ids)].filter((id) => !pending.subjects.has(`movie:${id}`));
  if (asked.length === 0) return;
  const unfolded = (
    await run<{ movie_id: string }>(statements.ratings.unfolded, { ids: asked })
  ).map((row) => row.movie_id);
  const rows = unfolded.map((movieId) => {
    pending.subjects.add(`movie:${movieId}`);
    const covers = coverOf(options, `movie:${movieId}`);
    const { now: createdAt, origin = null } = options;
    return { movieId, covers, countDelta: 0, halfDelta: 0, origin, createdAt };
  });
  if (rows.length > 0) await run(statements.ratings.insertDeltas, { rows });
  const waiting = new Set(unfolded);
  const others = asked.filter((id) => !waiting.has(id));
  await awaitRows(scope, 'movie', others);
}

export async function awaitActor(scope: Scope, id: string): Promise<void> {
  if (!scope.pending.subjects.has(`actor:${id}`)) await awaitRows(scope, 'actor', [id]);
  // An earlier change of the name may still be on its way to the movies.
  const { run, statements } = scope;
  const movies = await run<{ movie_id: string }>(statements.actors.movies, { id });
  await awaitMovies(
    scope,
    movies.map((row) => row.movie_id),
  );
}

async function awaitRows(
  scope: Scope,
  kind: 'movie' | 'actor',
  asked: readonly string[],
): Promise<void> {
  const { run, statements } = scope;
  if (asked.length === 0) return;
  const rows = await run<{ subject: string }>(statements.outbox.unconfirmedSubjects, {
    kind,
    subjects: asked,
  });
  const ids = rows.map((row) => row.subject);
  if (ids.length === 0) return;
  const table = kind === 'movie' ? statements.movies : statements.actors;
  type Versioned = { readonly id: string; readonly version: Wide };
  const living: readonly Versioned[] = await run<MovieRow | ActorRow>(table.byIds, { ids });
  const deleted = await run<Versioned>(table.deleted, { ids });
  for (const { id, version } of [...living, ...deleted])
    changed(scope, { kind, subject: id, version: Number(version), before: null });
}
