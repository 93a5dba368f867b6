/** `GET /changes`: what was changed after a place, in the order of commits. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { changeJson } from '@marquee/change-feed';
import { ChangePage } from '@marquee/contracts';
import { openPlace, sealPlace } from '@marquee/service';
import { Type } from 'typebox';
import { sendAnswer, weakEtag } from '../answer.js';
import type { Reading } from '../query-deps.js';
import { queryOf, readHeaders, responsesOf } from '../query-schemas.js';
import { changeParameters, kindsOf } from './change-parameters.js';
import { readChangePage } from './read-change-page.js';

const DEFAULT_LIMIT = 100;

const schema = {
  operationId: 'listChanges',
  summary: 'Tells what was changed',
  description:
    'All changes after a place, in the order in which they were committed: none is ever left out, however late it is committed. ' +
    'Each shows its movie as it is now. Without `after` it answers where now is, and nothing before. Changes are kept for 30 days.',
  tags: ['changes'],
  headers: readHeaders,
  querystring: queryOf({
    after: changeParameters.after,
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 500,
        default: DEFAULT_LIMIT,
        description: 'How many changes the answer may have.',
      }),
    ),
    kinds: changeParameters.kinds,
  }),
  response: responsesOf(
    ChangePage,
    { description: 'Some changes, and where to go on.' },
    'invalid-cursor',
    'changes-expired',
  ),
};

export const listChangesRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  const { feed, sealer } = reading;
  app.get('/changes', { schema }, async (request, reply) => {
    const { after, limit = DEFAULT_LIMIT } = request.query;
    const kinds = kindsOf(request.query.kinds);
    const place = after === undefined ? null : openPlace(sealer, after, 'after');
    await reading.viewFor(request);
    await reading.follows(request, async () => (await feed.newest()).position);
    const from = place ?? (await feed.newest());
    const { changes, position, hasMore } = await readChangePage(feed, from, { limit, kinds });
    const items = changes.map(changeJson).join(',');
    const page = { limit, next: sealPlace(sealer, { ...from, position }), hasMore };
    const body = `{"items":[${items}],"page":${JSON.stringify(page)}}`;
    // The same place is sealed into another text each time, so the tag is made of the place itself.
    const etag = weakEtag(JSON.stringify([items, limit, from.beganAt, position, hasMore]));
    return sendAnswer({ request, reply }, reading, { body, etag });
  });
};
