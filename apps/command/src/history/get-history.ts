import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { PastChange, pageOf, Rejected } from '@marquee/contracts';
import { checkOwner } from '@marquee/domain';
import { callerOf } from '@marquee/service';
import type { PastChange as KeptChange, Placed } from '@marquee/write-store';
import jsonPatch from 'fast-json-patch';
import type { CommandDeps } from '../command-deps.js';
import { movieParams, secured } from '../command-schemas.js';
import { privateHeaders, privateResponses, queryOf } from '../reads/private-answer.js';
import { pageParameters, sendList } from '../reads/send-list.js';

const schema = {
  operationId: 'getMovieHistory',
  summary: 'Who changed what of a movie, and when',
  description:
    'The newest change first, of a deleted movie too. Each is a JSON patch of what callers write; ratings, and new names of actors, ' +
    'are no changes of the movie. Changes are kept for a year. For the provider of the movie and administrators.',
  tags: ['movies'],
  security: secured,
  params: movieParams,
  querystring: queryOf(pageParameters),
  headers: privateHeaders,
  response: privateResponses(
    { description: 'A page; `total` is not counted.', body: pageOf(PastChange), kind: 'page' },
    ...(['invalid-cursor', 'movie-not-found'] as const),
  ),
};

export const getHistoryRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (
  app,
  { writeStore, sealer },
) => {
  app.get('/movies/:id/history', { schema }, async (request, reply) => {
    const id = request.params.id.toLowerCase();
    const caller = callerOf(request);
    return await sendList(
      { request, reply },
      { sealer, asked: { list: `history:${id}`, ...request.query }, shown: (change) => change },
      async (options) => {
        const found = await writeStore.history.page(id, options);
        if (found === null) throw new Rejected('movie-not-found');
        checkOwner({ providerId: found.provider }, caller);
        return found.changes.map((change) => ({ seq: change.seq, value: shown(change) }));
      },
    );
  });
};

function shown({ seq: version, value }: Placed<KeptChange>): PastChange {
  const { by: changedBy, at, before, after } = value;
  const changedAt = new Date(at).toISOString();
  const made = { version, changedAt, changedBy };
  if (after === null) return { ...made, action: 'deleted', patch: [{ op: 'remove', path: '' }] };
  if (before === null) {
    return { ...made, action: 'created', patch: [{ op: 'add', path: '', value: after }] };
  }
  return { ...made, action: 'changed', patch: patchBetween(before, after) };
}

/** Its work grows with the size of both, not with their product as a smallest patch's would. */
function patchBetween(before: object, after: object): PastChange['patch'] {
  return jsonPatch.compare(before, after).flatMap((operation): PastChange['patch'] => {
    const { op, path } = operation;
    if (op === 'remove') return [{ op, path }];
    return op === 'add' || op === 'replace' ? [{ op, path, value: operation.value }] : [];
  });
}
