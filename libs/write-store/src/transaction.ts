/** The operations of one transaction, bound to it. */
import { awaitActor, awaitMovies } from './await-writes.js';
import {
  createComment,
  deleteComment,
  eraseComments,
  lockComment,
} from './comments/save-comment.js';
import { contentMadeBy } from './history/movie-history.js';
import { holdUser, holdUsers } from './hold-user.js';
import { createImport } from './imports/imports.js';
import { lockMovies } from './lock-movies.js';
import { resolveActors } from './resolve-actors.js';
import { type Wide, wideOrNull } from './rows.js';
import { actorInMoviesOfOthers, lockActor, saveActor } from './save-actor.js';
import { saveMovies } from './save-movies.js';
import { savePlay } from './save-play.js';
import { saveRatings } from './save-ratings.js';
import { lockSubscription, saveSubscription } from './save-subscription.js';
import { lockUser, saveUser, userIdIsClaimed } from './save-user.js';
import { attempt, chunksOf, type Scope } from './scope.js';
import { eraseSessions, saveSessions } from './sessions/save-sessions.js';
import { lockWebhook, saveWebhook } from './webhooks/save-webhook.js';
import type { NamedMovie, WriteTransaction } from './write-store.js';

export function transactionOf(scope: Scope): WriteTransaction {
  return {
    attempt: (work) => attempt(scope, work),
    resolveActors: (refs) => resolveActors(scope, refs),
    actorNames: (ids) => actorNames(scope, ids),
    lockMovies: (keys) => lockMovies(scope, keys),
    deletedMovies: (ids) => deletedMovies(scope, ids),
    findMovies: (names) => findMovies(scope, names),
    saveMovies: (changes) => saveMovies(scope, changes),
    contentMadeBy: (movieId, version) => contentMadeBy(scope, movieId, version),
    awaitMovies: (ids) => awaitMovies(scope, ids),
    lockActor: (id) => lockActor(scope, id),
    actorInMoviesOfOthers: (id, provider) => actorInMoviesOfOthers(scope, { id, provider }),
    saveActor: (change) => saveActor(scope, change),
    awaitActor: (id) => awaitActor(scope, id),
    saveRating: async (rating) => (await saveRatings(scope, [rating]))[0] !== null,
    saveRatings: (ratings) => saveRatings(scope, ratings),
    savePlay: (movieId) => savePlay(scope, movieId),
    createComment: (comment) => createComment(scope, comment),
    lockComment: (id) => lockComment(scope, id),
    deleteComment: (comment) => deleteComment(scope, comment),
    eraseComments: (userId) => eraseComments(scope, userId),
    lockUser: (id) => lockUser(scope, id),
    holdUser: (id) => holdUser(scope, id),
    holdUsers: (ids) => holdUsers(scope, ids),
    userIdIsClaimed: (id) => userIdIsClaimed(scope, id),
    saveUser: (change) => saveUser(scope, change),
    lockSubscription: (id) => lockSubscription(scope, id),
    saveSubscription: (change) => saveSubscription(scope, change),
    lockWebhook: (id) => lockWebhook(scope, id),
    saveWebhook: (change) => saveWebhook(scope, change),
    createImport: (upload) => createImport(scope, upload),
    saveSessions: (told) => saveSessions(scope, told),
    eraseSessions: (playerId) => eraseSessions(scope, playerId),
  };
}

async function actorNames(
  { run, statements }: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await run<{ id: string; name: string }>(statements.actors.names, { ids });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function deletedMovies(
  { run, statements }: Scope,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await run<{ id: string; version: Wide }>(statements.movies.deleted, { ids });
  return new Set(rows.map((row) => row.id));
}

async function findMovies(
  { run, statements }: Scope,
  names: readonly NamedMovie[],
): Promise<readonly NamedMovie[]> {
  interface Row {
    readonly id: string;
    readonly tmdb_id: Wide | null;
    readonly imdb_id: string | null;
  }
  const found = new Map<string, NamedMovie>();
  for (const rows of chunksOf(names)) {
    for (const { id, tmdb_id, imdb_id } of await run<Row>(statements.movies.conflicting, { rows }))
      found.set(id, { id, tmdbId: wideOrNull(tmdb_id), imdbId: imdb_id });
  }
  return [...found.values()];
}
