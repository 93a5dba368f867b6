import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { PlayRecorded, PlayStarted, Rejected } from '@marquee/contracts';
import type { CommandDeps } from '../command-deps.js';
import { acceptedResponses, dryRunQuery, movieParams, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendAccepted } from '../send-written.js';
import { type WriteRequest, type WrittenBy, writeAs, writeRequestOnce } from '../write-as.js';

/** Notes that somebody began to play the movie. @throws {Rejected} `movie-not-found` */
export async function recordPlay(
  deps: CommandDeps,
  { movieId, ...asked }: WriteRequest & { readonly movieId: string },
): Promise<WrittenBy<PlayRecorded>> {
  return await writeAs(deps, asked, async (tx) => {
    if (!(await tx.savePlay(movieId))) throw new Rejected('movie-not-found');
    return { movieId };
  });
}

const schema = {
  operationId: 'recordPlay',
  summary: 'Records that a playback has started',
  description:
    'Each call is one more play; with an `Idempotency-Key` it may be sent again and counts once. What is acknowledged is never ' +
    'lost. `GET /plays` with the `Consistency-Token` counts it; the lists by `plays` and `popularity` follow within a minute or so.',
  tags: ['plays'],
  security: secured,
  params: movieParams,
  headers: idempotencyHeaders,
  querystring: dryRunQuery,
  body: PlayStarted,
  response: acceptedResponses(
    { description: 'It counts, and will be shown in a moment.', body: PlayRecorded },
    'movie-not-found',
  ),
};

export const recordPlayRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/movies/:id/plays', { schema }, async (request, reply) => {
    const movieId = request.params.id.toLowerCase();
    return sendAccepted(reply, await recordPlay(deps, { movieId, ...writeRequestOnce(request) }));
  });
};
