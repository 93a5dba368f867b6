/** Stores changed movies: the same few statements for one or for hundreds. */
import type { CoveredWrite } from '@marquee/contracts';
import type { MovieState, Part } from '@marquee/domain';
import { checkIdentifiers } from './check-identifiers.js';
import { eraseCommentsOfMovies } from './comments/save-comment.js';
import { deletedVersionsBy } from './deleted-versions.js';
import { LostRace } from './engine.js';
import { keepHistory } from './history/keep-history.js';
import { movieKeysOf, placeOf, selectionsOf } from './movie-keys.js';
import { eraseRatingsOfMovies } from './ratings/erase-ratings.js';
import { forgetPlays } from './save-play.js';
import { changed, count, nextVersion, runRows, type Scope } from './scope.js';
import type { MovieChange } from './write-store.js';

interface Stored {
  readonly before: MovieState | null;
  readonly after: MovieState | null;
  readonly id: string;
  readonly version: number;
}

/**
 * Positions must not collide while rows of one list are replaced; so a list is taken out whole,
 * then put in whole.
 */
const labels = [
  ['genres', 'deleteGenres', 'insertGenres'],
  ['tags', 'deleteTags', 'insertTags'],
  ['directors', 'deleteDirectors', 'insertDirectors'],
] as const;

export async function saveMovies(
  scope: Scope,
  changes: readonly MovieChange[],
): Promise<readonly (MovieState | null)[]> {
  const real = changes.filter(({ before, after }) => before !== null || after !== null);
  const made = real.filter(({ before }) => before === null).map(({ after }) => after?.id ?? '');
  await checkChanged(scope, real, new Set(made));
  const { run, statements } = scope;
  const deleted = await deletedVersionsBy(run, statements.movies.deleted, { ids: made });
  const stored = changes.map((change) => withVersion(scope, change, deleted));
  const ended = await deleteGone(scope, stored);
  await writeRows(scope, stored, deleted);
  for (const [field, remove, insert] of labels)
    await saveLabels(scope, stored, { field, remove, insert });
  await saveCast(scope, stored);
  await keepHistory(scope, stored, new Set(deleted.keys()));
  for (const change of stored) note(scope, change, ended.get(change.id));
  return stored.map(({ after }) => after);
}

/** Only identifiers that are new to their movie can be taken. */
async function checkChanged(
  scope: Scope,
  changes: readonly MovieChange[],
  made: ReadonlySet<string>,
): Promise<void> {
  const rows = changes.flatMap(({ before, after }) => {
    if (after === null) return [];
    const { tmdbId, imdbId } = after.content;
    const same = before?.content.tmdbId === tmdbId && before?.content.imdbId === imdbId;
    return before !== null && same ? [] : [{ id: after.id, tmdbId, imdbId }];
  });
  await checkIdentifiers(scope, 'movies', { rows, made });
}

function withVersion(
  scope: Scope,
  { before, after }: MovieChange,
  deleted: ReadonlyMap<string, number>,
): Stored {
  const id = after?.id ?? before?.id ?? '';
  const previous = before?.version ?? deleted.get(id) ?? 0;
  const version = nextVersion(scope, previous);
  if (after === null) return { before, after, id, version };
  const updatedAt = new Date(scope.options.now).toISOString();
  return { before, after: { ...after, version, editedVersion: version, updatedAt }, id, version };
}

/**
 * Lists and plays go with their movie, by the foreign keys; comments and ratings before it, since each leaves its version. Returns, by
 * movie, the writes of ratings and plays that nobody folds now: their tokens are to be covered by the deletion.
 */
async function deleteGone(
  scope: Scope,
  stored: readonly Stored[],
): Promise<ReadonlyMap<string, readonly CoveredWrite[]>> {
  const { run, statements } = scope;
  const rows = stored.flatMap(({ before, after, id, version }) =>
    before === null || after !== null ? [] : [{ id, version, before: before.version }],
  );
  const covers = new Map<string, CoveredWrite[]>(rows.map(({ id }) => [id, []]));
  if (rows.length === 0) return covers;
  type Delta = { readonly movie_id: string; readonly covers: string };
  const ids = rows.map(({ id }) => id);
  for (const delta of await run<Delta>(statements.ratings.takeGone, { ids }))
    covers.get(delta.movie_id)?.push(JSON.parse(delta.covers));
  await eraseCommentsOfMovies(scope, ids);
  await eraseRatingsOfMovies(scope, ids);
  for (const { movieId, write } of await forgetPlays(scope, ids)) covers.get(movieId)?.push(write);
  const done = await run(statements.movies.delete, { rows });
  if (done.length !== rows.length) throw new LostRace('a movie changed before it was deleted');
  await run(statements.movies.insertDeleted, { rows });
  return covers;
}

async function writeRows(
  { run, statements }: Scope,
  stored: readonly Stored[],
  deleted: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = stored.flatMap(({ before, after }) =>
    after === null ? [] : [rowOf(before, after)],
  );
  const updates = rows.filter(({ before }) => before !== null);
  if (updates.length > 0) {
    const done = await run(statements.movies.update, { rows: updates });
    if (done.length !== updates.length) throw new LostRace('a movie changed before it was saved');
  }
  const inserts = rows.filter(({ before }) => before === null);
  if (inserts.length > 0) await run(statements.movies.insert, { rows: inserts });
  if (deleted.size > 0) await run(statements.movies.forgetDeleted, { ids: [...deleted.keys()] });
}

function rowOf(before: MovieState | null, { content, ...state }: MovieState) {
  // The lists have tables of their own.
  const lists = { genres: undefined, tags: undefined, directors: undefined, cast: undefined };
  return { ...content, ...lists, ...state, before: before?.version ?? null };
}

async function saveLabels(
  { run, statements }: Scope,
  stored: readonly Stored[],
  {
    field,
    remove,
    insert,
  }: {
    readonly field: (typeof labels)[number][0];
    readonly remove: (typeof labels)[number][1];
    readonly insert: (typeof labels)[number][2];
  },
): Promise<void> {
  const moved = stored.flatMap(({ before, after }) => {
    const [old, now] = [before?.content[field] ?? [], after?.content[field] ?? []];
    return after === null || JSON.stringify(old) === JSON.stringify(now)
      ? []
      : [{ id: after.id, old, now }];
  });
  const ids = moved.filter(({ old }) => old.length > 0).map(({ id }) => id);
  if (ids.length > 0) await run(statements.movies[remove], { ids });
  const rows = moved.flatMap(({ id, now }) =>
    now.map((name, position) => ({ movieId: id, name, position })),
  );
  await runRows(run, statements.movies[insert], rows);
}

/** Only the parts that differ: one more part in a cast of a thousand is one row. */
async function saveCast({ run, statements }: Scope, stored: readonly Stored[]): Promise<void> {
  const rowsOf = (id: string, parts: readonly Part[] = []) =>
    new Map(
      parts.map(({ actorId, character, order }) => {
        const row = { movieId: id, actorId, character: character ?? '', order };
        return [JSON.stringify(row), row];
      }),
    );
  const gone = [];
  const come = [];
  for (const { before, after } of stored) {
    if (after === null) continue;
    const old = rowsOf(after.id, before?.content.cast);
    const now = rowsOf(after.id, after.content.cast);
    for (const [key, row] of old) if (!now.has(key)) gone.push(row);
    for (const [key, row] of now) if (!old.has(key)) come.push(row);
  }
  await runRows(run, statements.movies.deleteCast, gone);
  await runRows(run, statements.movies.insertCast, come);
}

/**
 * The outbox row, with the keys as they were where they moved, and the totals that the movie enters
 * and leaves.
 */
function note(
  scope: Scope,
  { before, after, id, version }: Stored,
  covers: readonly CoveredWrite[] = [],
): void {
  if (before === null && after === null) return;
  const keys = before === null ? null : movieKeysOf(before);
  const moved = keys !== null && (after === null || placeOf(keys) !== placeOf(movieKeysOf(after)));
  changed(scope, { kind: 'movie', subject: id, version, before: moved ? keys : null, covers });
  const old = before === null ? new Set<string>() : selectionsOf(before);
  const now = after === null ? new Set<string>() : selectionsOf(after);
  for (const selection of now) if (!old.has(selection)) count(scope, selection, 1);
  for (const selection of old) if (!now.has(selection)) count(scope, selection, -1);
}
