import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  DeadLetterDetail,
  DeadLetterList,
  LetterOutcome,
  LetterSelection,
} from '@marquee/contracts';
import type { DeadLetters } from '@marquee/reconcile';
import { Type } from 'typebox';

const listSchema = {
  querystring: Type.Object(
    {
      limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
      generation: Type.Optional(Type.String({ maxLength: 30 })),
    },
    { additionalProperties: false },
  ),
  response: { 200: DeadLetterList },
};

const letterSchema = {
  params: Type.Object({ id: Type.String({ maxLength: 200 }) }),
  response: { 200: DeadLetterDetail },
};

const changeSchema = { body: LetterSelection, response: { 200: LetterOutcome } };

/** `/admin/dead-letters`, on the admin port. */
export function deadLetterRoutes(letters: DeadLetters): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/admin/dead-letters', { schema: listSchema }, async ({ query }) =>
      letters.list(query),
    );
    app.get('/admin/dead-letters/:id', { schema: letterSchema }, async ({ params }) =>
      letters.find(params.id),
    );
    app.post('/admin/dead-letters/retry', { schema: changeSchema }, async ({ body }) =>
      letters.retry(body),
    );
    app.post('/admin/dead-letters/discard', { schema: changeSchema }, async ({ body }) =>
      letters.discard(body),
    );
  };
}
