import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Movie, MovieInput, Rejected } from '@marquee/contracts';
import { castRefs, checkProvider, decideCreate, normaliseMovie } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import { createdResponses, dryRunQuery, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { movieEtag, sendCreated } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOnce } from '../write-as.js';
import { idsOfCast, readBack, resolveCast } from './cast-actors.js';

/** Makes a movie. @throws {Rejected} `already-exists`, `forbidden`, `invalid-input` */
export async function createMovie(deps: CommandDeps, request: WriteRequest, input: MovieInput) {
  const { caller } = request;
  checkProvider(caller);
  const given = input.id?.toLowerCase();
  const id = given ?? deps.newId();
  return await writeAs(deps, request, async (tx, now) => {
    const actors = await resolveCast(tx, castRefs(input.cast));
    const [existing] = given === undefined ? [] : await tx.lockMovies({ ids: [given] });
    if (existing) throw new Rejected('already-exists', 'A movie with this id exists.');
    const content = normaliseMovie(input, idsOfCast(actors));
    const after = decideCreate(content, { id, providerId: caller.id, now });
    const [stored] = await tx.saveMovies([{ before: null, after }]);
    return await readBack(tx, stored, actors);
  });
}

const schema = {
  operationId: 'createMovie',
  summary: 'Adds a movie',
  description:
    'Only `title` is required. Actors of the cast that are named but not known are made.',
  tags: ['movies'],
  security: secured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: MovieInput,
  response: createdResponses(Movie, 'already-exists'),
};

export const createMovieRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/movies', { schema }, async (request, reply) => {
    const written = await createMovie(deps, writeRequestOnce(request), request.body);
    return sendCreated(reply, written, { collection: '/movies', etag: movieEtag(written.value) });
  });
};
