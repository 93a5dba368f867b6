import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Subscription, SubscriptionReplacement } from '@marquee/contracts';
import { decideReplaceSubscription } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  secured,
  subscriptionParams,
} from '../command-schemas.js';
import { sendWritten } from '../send-written.js';
import { targetOf } from '../target.js';
import { changeSubscription, subscriptionEtag } from './change-subscription.js';

const schema = {
  operationId: 'replaceSubscription',
  summary: 'Replaces a subscription',
  description:
    'Users replace their own, administrators anyone’s. Without `endDate` it has none, without `isActive` it is active. Whose it is ' +
    'stays.',
  tags: ['subscriptions'],
  security: secured,
  params: subscriptionParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: SubscriptionReplacement,
  response: changedResponses(Subscription, 'subscription-not-found', 'version-mismatch'),
};

export const replaceSubscriptionRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (
  app,
  deps,
) => {
  app.put('/subscriptions/:id', { schema }, async (request, reply) => {
    const written = await changeSubscription(deps, targetOf(request), (before) =>
      decideReplaceSubscription(before, request.body),
    );
    return sendWritten(reply, written, subscriptionEtag(written.value));
  });
};
