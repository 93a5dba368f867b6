import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Comment, CommentInput } from '@marquee/contracts';
import type { CommandDeps } from '../command-deps.js';
import { createdResponses, dryRunQuery, movieParams, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { commentEtag, sendCreated } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOnce } from '../write-as.js';

/** Says something about a movie, as the caller. @throws {Rejected} `movie-not-found`, `already-exists` */
export async function createComment(
  deps: CommandDeps,
  request: WriteRequest & { readonly movieId: string },
  input: CommentInput,
) {
  const { movieId, caller } = request;
  const id = input.id?.toLowerCase() ?? deps.newId();
  const comment = { id, movieId, userId: caller.id, text: input.text };
  return await writeAs(deps, request, (tx) => tx.createComment(comment));
}

const schema = {
  operationId: 'createComment',
  summary: 'Comments on a movie',
  description: 'As the caller. The text is kept as it is, blanks at its ends too.',
  tags: ['comments'],
  security: secured,
  params: movieParams,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: CommentInput,
  response: createdResponses(Comment, 'movie-not-found', 'already-exists'),
};

export const createCommentRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/movies/:id/comments', { schema }, async (request, reply) => {
    const movieId = request.params.id.toLowerCase();
    const asked = { ...writeRequestOnce(request), movieId };
    const written = await createComment(deps, asked, request.body);
    const etag = commentEtag(written.value);
    return sendCreated(reply, written, { collection: '/comments', etag });
  });
};
