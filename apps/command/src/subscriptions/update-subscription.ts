import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Subscription, SubscriptionPatch } from '@marquee/contracts';
import { decidePatchSubscription } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  mergePatchTypes,
  secured,
  subscriptionParams,
} from '../command-schemas.js';
import { sendWritten } from '../send-written.js';
import { targetOf } from '../target.js';
import { changeSubscription, subscriptionEtag } from './change-subscription.js';

const schema = {
  operationId: 'updateSubscription',
  summary: 'Changes some fields of a subscription',
  description:
    'A JSON merge patch (RFC 7396): `endDate: null` removes the end. Users change their own, administrators anyone’s.',
  tags: ['subscriptions'],
  security: secured,
  consumes: mergePatchTypes,
  params: subscriptionParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: SubscriptionPatch,
  response: changedResponses(Subscription, 'subscription-not-found', 'version-mismatch'),
};

export const updateSubscriptionRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (
  app,
  deps,
) => {
  app.patch('/subscriptions/:id', { schema }, async (request, reply) => {
    const written = await changeSubscription(deps, targetOf(request), (before) =>
      decidePatchSubscription(before, request.body),
    );
    return sendWritten(reply, written, subscriptionEtag(written.value));
  });
};
