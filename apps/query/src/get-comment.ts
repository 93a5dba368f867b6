import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Comment, Rejected } from '@marquee/contracts';
import { sendAnswer } from './answer.js';
import type { Reading } from './query-deps.js';
import { idParams, readHeaders, responsesOf } from './query-schemas.js';

const schema = {
  operationId: 'getComment',
  summary: 'Reads a comment',
  tags: ['comments'],
  headers: readHeaders,
  params: idParams('comment'),
  response: responsesOf(Comment, { description: 'The comment.' }, 'comment-not-found'),
};

export const getCommentRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/comments/:id', { schema }, async (request, reply) => {
    const id = request.params.id.toLowerCase();
    const tables = await reading.viewFor(request);
    const [comment] = await tables.rowsById('commentsById', [id]);
    if (!comment) throw new Rejected('comment-not-found');
    const { json: body, version } = comment;
    return sendAnswer({ request, reply }, reading, { body, etag: `"${version}"` });
  });
};
