import type { ActorKeys } from '@marquee/contracts';
import type { ActorState } from '@marquee/domain';
import { checkIdentifiers } from './check-identifiers.js';
import { deletedVersionsBy } from './deleted-versions.js';
import { LostRace } from './engine.js';
import { lockMovies } from './lock-movies.js';
import { actorPlaceOf } from './movie-keys.js';
import { type ActorRow, actorStateOf, type Wide } from './rows.js';
import { saveMovies } from './save-movies.js';
import { changed, chunksOf, count, floorOf, nextVersion, type Scope } from './scope.js';
import type { ActorChange } from './write-store.js';

const MOVIES_A_CHUNK = 500;

export async function lockActor(
  { run, statements }: Scope,
  id: string,
): Promise<ActorState | null> {
  const [row] = await run<ActorRow & { movie_count: number }>(statements.actors.lock, { id });
  return row === undefined ? null : actorStateOf(row);
}

export async function actorInMoviesOfOthers(
  { run, statements }: Scope,
  { id, provider }: { readonly id: string; readonly provider: string },
): Promise<boolean> {
  return (await run(statements.actors.inMoviesOfOthers, { id, provider })).length > 0;
}

export async function saveActor(
  scope: Scope,
  { before, after }: ActorChange,
): Promise<ActorState | null> {
  if (after === null) {
    if (before !== null) await deleteActor(scope, before);
    return null;
  }
  return before === null
    ? await createActor(scope, after)
    : await changeActor(scope, before, after);
}

async function createActor(scope: Scope, actor: ActorState): Promise<ActorState> {
  const { run, statements } = scope;
  await checkIdentifiers(scope, 'actors', {
    rows: [identifiersOf(actor)],
    made: new Set([actor.id]),
  });
  const ids = [actor.id];
  const deleted = await deletedVersionsBy(run, statements.actors.deleted, { ids });
  const version = nextVersion(scope, deleted.get(actor.id) ?? 0);
  const stored = { ...actor, version, editedVersion: version, movieCount: 0 };
  // Made on purpose: a name alone does not make it the only one of that name.
  await run(statements.actors.insert, { rows: [{ ...stored, madeByName: 0 }] });
  if (deleted.size > 0) await run(statements.actors.forgetDeleted, { ids });
  changed(scope, { kind: 'actor', subject: actor.id, version, before: null });
  count(scope, 'actors', 1);
  return stored;
}

/** The actor's row is written, and so locked for all who would link it, before any movie is. */
async function changeActor(
  scope: Scope,
  before: ActorState,
  after: ActorState,
): Promise<ActorState> {
  if (after.tmdbId !== before.tmdbId || after.imdbId !== before.imdbId)
    await checkIdentifiers(scope, 'actors', { rows: [identifiersOf(after)], made: new Set() });
  const version = nextVersion(scope, before.version);
  const stored = { ...after, version, editedVersion: version, movieCount: before.movieCount };
  const rows = [{ ...stored, before: before.version }];
  const done = await scope.run(scope.statements.actors.update, { rows });
  if (done.length !== 1) throw new LostRace('the actor changed before it was saved');
  const moved = actorPlaceOf(before) !== actorPlaceOf(after);
  const { id: subject } = before;
  changed(scope, { kind: 'actor', subject, version, before: moved ? keysOf(before) : null });
  if (before.name !== after.name) await touchMovies(scope, before.id);
  return stored;
}

/** Movies carry their actors' names: each gets a new version, though no list moves. */
async function touchMovies(scope: Scope, id: string): Promise<void> {
  const parameters = { id, version: floorOf(scope) };
  const rows = await scope.run<{ id: string; version: Wide }>(
    scope.statements.actors.touchMovies,
    parameters,
  );
  for (const row of rows)
    changed(scope, { kind: 'movie', subject: row.id, version: Number(row.version), before: null });
}

async function deleteActor(scope: Scope, actor: ActorState): Promise<void> {
  const { run, statements } = scope;
  const { id } = actor;
  const movies = await run<{ movie_id: string }>(statements.actors.movies, { id });
  for (const chunk of chunksOf(movies, MOVIES_A_CHUNK)) {
    const states = await lockMovies(scope, { ids: chunk.map((row) => row.movie_id) });
    const changes = states.map((before) => {
      const cast = before.content.cast.filter((part) => part.actorId !== id);
      return { before, after: { ...before, content: { ...before.content, cast } } };
    });
    await saveMovies(scope, changes);
  }
  const version = nextVersion(scope, actor.version);
  const done = await run(statements.actors.delete, { rows: [{ id, before: actor.version }] });
  if (done.length !== 1) throw new LostRace('the actor changed before it was deleted');
  await run(statements.actors.insertDeleted, { rows: [{ id, version }] });
  changed(scope, { kind: 'actor', subject: id, version, before: keysOf(actor) });
  count(scope, 'actors', -1);
}

const keysOf = ({ name, birthDate }: ActorState): ActorKeys => ({ name, birthDate });
const identifiersOf = ({ id, tmdbId, imdbId }: ActorState) => ({ id, tmdbId, imdbId });
