import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type BatchResult, BatchResults, MovieBatch, problems } from '@marquee/contracts';
import { problemOf, sealToken } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
import { dryRunQuery, keyedResponses, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendWritten } from '../send-written.js';
import { writeRequestOnce } from '../write-as.js';
import { type SavedBatch, saveMovieBatch } from './save-movie-batch.js';

const batchLimitBytes = 10 * 1024 * 1024;

const schema = {
  operationId: 'saveMovieBatch',
  summary: 'Creates or replaces up to 500 movies',
  description:
    'Each row is a `MovieInput`: created (201), or it replaces (200) the movie that has its `id`, `tmdbId` or `imdbId`. Rows are ' +
    'processed in order, and what is wrong in a row fails that row alone: the answer holds its status and problem. With an `Idempotency-Key` each row is stored under the key `<key>/<index>`: ' +
    'sent again, a request that was cut off goes on where it ended, and rows that were refused are tried anew. ' +
    '`Idempotency-Replayed` says that nothing new was stored.',
  tags: ['movies'],
  security: secured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: MovieBatch,
  response: keyedResponses({ description: 'One result for each row.', body: BatchResults }),
};

export const saveMovieBatchRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/movies/batch', { schema, bodyLimit: batchLimitBytes }, async (request, reply) => {
    const asked = { ...writeRequestOnce(request), mode: 'upsert' } as const;
    const saved = await saveMovieBatch(deps, request.body.movies, asked);
    const place = { instance: '/movies/batch', requestId: request.id };
    const results = saved.rows.map((row) => resultOf(row, place));
    return sendWritten(reply, {
      value: { results },
      token: asked.dryRun ? null : sealToken(deps.sealer, saved.token),
      replayed: saved.replayed,
    });
  });
};

function resultOf(
  row: SavedBatch['rows'][number],
  place: Parameters<typeof problemOf>[1],
): BatchResult {
  const { index } = row;
  if ('rejected' in row) {
    const [status] = problems[row.rejected.code];
    return { index, status, id: null, version: null, problem: problemOf(row.rejected, place) };
  }
  return { index, status: row.status, id: row.id, version: row.version };
}
