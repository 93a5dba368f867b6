import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Actor, Rejected } from '@marquee/contracts';
import { actorSelection } from '@marquee/projection';
import { withMovieCount } from './actor-json.js';
import { sendAnswer } from './answer.js';
import type { Reading } from './query-deps.js';
import { idParams, readHeaders, responsesOf } from './query-schemas.js';

const schema = {
  operationId: 'getActor',
  summary: 'Reads an actor',
  tags: ['actors'],
  headers: readHeaders,
  params: idParams('actor'),
  response: responsesOf(Actor, { description: 'The actor.' }, 'actor-not-found'),
};

export const getActorRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/actors/:id', { schema }, async (request, reply) => {
    const id = request.params.id.toLowerCase();
    const tables = await reading.viewFor(request);
    const counted = actorSelection(id);
    const [[actor], sizes] = await Promise.all([
      tables.rowsById('actorsById', [id]),
      tables.totals([counted]),
    ]);
    if (!actor) throw new Rejected('actor-not-found');
    const movieCount = sizes.get(counted)?.count ?? 0;
    return sendAnswer({ request, reply }, reading, {
      body: withMovieCount(actor.json, movieCount),
      etag: `"${actor.version}-${movieCount}"`,
    });
  });
};
