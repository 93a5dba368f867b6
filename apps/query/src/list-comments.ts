import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Comment, pageOf, Rejected } from '@marquee/contracts';
import { movieComments, userComments } from '@marquee/projection';
import { refuseFaultsTogether } from './faults-together.js';
import { newestFirst, readNewestFirst } from './newest-first.js';
import { sendPage } from './page-answer.js';
import type { Reading } from './query-deps.js';
import { idParams, pageParameters, queryOf, readHeaders, responsesOf } from './query-schemas.js';

const shared = {
  tags: ['comments'],
  headers: readHeaders,
  querystring: queryOf(pageParameters),
};
const page = { description: 'A page of comments.', isPage: true };

const ofMovie = {
  operationId: 'listMovieComments',
  summary: 'Lists the comments on a movie',
  description: 'The newest first.',
  ...shared,
  params: idParams('movie'),
  response: responsesOf(pageOf(Comment), page, 'invalid-cursor', 'movie-not-found'),
};

const ofUser = {
  operationId: 'listUserComments',
  summary: 'Lists the comments of a user',
  description: 'The newest first, on all movies; none of a user who has written none.',
  ...shared,
  params: idParams('user'),
  response: responsesOf(pageOf(Comment), page, 'invalid-cursor'),
};

export const listCommentsRoutes: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  const { sealer } = reading;

  app.get('/movies/:id/comments', { schema: ofMovie }, async (request, reply) => {
    refuseFaultsTogether(request.url);
    const id = request.params.id.toLowerCase();
    const list = { table: 'commentLists', list: movieComments(id) } as const;
    const asked = newestFirst(request.query, sealer, list);
    const tables = await reading.viewFor(request);
    const [[movie], content] = await Promise.all([
      tables.moviesById([id], 'summary'),
      readNewestFirst(tables, sealer, asked),
    ]);
    if (!movie) throw new Rejected('movie-not-found');
    return sendPage({ request, reply }, reading, { content, from: 'view' });
  });

  app.get('/users/:id/comments', { schema: ofUser }, async (request, reply) => {
    refuseFaultsTogether(request.url);
    const id = request.params.id.toLowerCase();
    const list = { table: 'commentLists', list: userComments(id) } as const;
    const asked = newestFirst(request.query, sealer, list);
    const tables = await reading.viewFor(request);
    const content = await readNewestFirst(tables, sealer, asked);
    return sendPage({ request, reply }, reading, { content, from: 'view' });
  });
};
