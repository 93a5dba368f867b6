import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Movie, MovieVersion, Rejected } from '@marquee/contracts';
import {
  checkGuard,
  checkOwner,
  checkProvider,
  decideCreate,
  decideReplace,
  type MovieContent,
} from '@marquee/domain';
import { invalidInput } from '@marquee/service';
import type { ResolvedActor, WriteTransaction } from '@marquee/write-store';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import {
  dryRunQuery,
  ifMatchHeaders,
  keyedResponses,
  movieParams,
  secured,
} from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { readBack, resolveCast } from '../movies/cast-actors.js';
import { saveMovie } from '../movies/change-movie.js';
import { movieEtag, sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { writeAs, writeRequestOnce } from '../write-as.js';

/**
 * Makes the content of an earlier version the newest one, of a deleted movie too.
 * @throws {Rejected} `movie-not-found`, `version-not-found`, `forbidden`, `version-mismatch`, `already-exists`, `invalid-input`
 */
export async function restoreMovie(deps: CommandDeps, target: Target, version: number) {
  checkProvider(target.caller);
  return await writeAs(deps, target, async (tx, now) => {
    const { id, caller, guard } = target;
    const past = await tx.contentMadeBy(id, version);
    const actors = await actorsOf(tx, past?.content);
    const [before] = await tx.lockMovies({ ids: [id] });
    if (before === undefined && past === null) throw new Rejected('movie-not-found');
    const providerId = before?.providerId ?? past?.provider ?? '';
    checkOwner({ providerId }, caller);
    if (before !== undefined) checkGuard(before, guard);
    if (before === undefined && guard !== null) throw new Rejected('version-mismatch');
    const content = before?.editedVersion === version ? before.content : past?.content;
    if (content === undefined) throw new Rejected('version-not-found');
    checkActors(content, actors);
    const after =
      before === undefined
        ? decideCreate(content, { id, providerId, now })
        : decideReplace(before, content);
    const stored = await saveMovie(tx, { before: before ?? null, after });
    return await readBack(tx, stored, actors);
  });
}

async function actorsOf(tx: WriteTransaction, content: MovieContent | undefined) {
  const parts = content?.cast ?? [];
  return await resolveCast(
    tx,
    parts.map(({ actorId }) => ({ actorId })),
  );
}

/** @throws {Rejected} `invalid-input` that names the actors who were deleted since */
function checkActors({ cast }: MovieContent, actors: readonly (ResolvedActor | null)[]): void {
  const gone = cast.filter((_part, index) => actors[index] === null);
  if (gone.length === 0) return;
  const ids = [...new Set(gone.map(({ actorId }) => actorId))].join(', ');
  const detail = `Actors of that version were deleted since: ${ids}.`;
  throw invalidInput([{ pointer: '/version', code: 'actor-not-found', detail }]);
}

const schema = {
  operationId: 'restoreMovie',
  summary: 'Makes an old content of a movie the newest',
  description:
    'The content that `version` of the history had; also of a movie that was deleted, which is made anew under its id. Restoring is a ' +
    'change like any other: it gets a new version and stands in the history. Actors who were deleted since do not come back: while ' +
    'the content names some, it is refused.',
  tags: ['movies'],
  security: secured,
  params: movieParams,
  querystring: dryRunQuery,
  headers: Type.Object({ ...ifMatchHeaders.properties, ...idempotencyHeaders.properties }),
  body: MovieVersion,
  response: keyedResponses(
    { description: 'The movie as it is now.', body: Movie },
    ...(['movie-not-found', 'version-not-found', 'already-exists', 'version-mismatch'] as const),
  ),
};

export const restoreMovieRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/movies/:id/restore', { schema }, async (request, reply) => {
    const target = { ...targetOf(request), ...writeRequestOnce(request) };
    const written = await restoreMovie(deps, target, request.body.version);
    return sendWritten(reply, written, movieEtag(written.value));
  });
};
