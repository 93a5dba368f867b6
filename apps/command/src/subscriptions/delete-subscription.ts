import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CommandDeps } from '../command-deps.js';
import {
  dryRunQuery,
  ifMatchHeaders,
  removedResponses,
  secured,
  subscriptionParams,
} from '../command-schemas.js';
import { sendRemoved } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { writeAs } from '../write-as.js';
import { lockOwnSubscription } from './change-subscription.js';

export async function deleteSubscription(deps: CommandDeps, target: Target) {
  return await writeAs(deps, target, async (tx) => {
    const before = await lockOwnSubscription(tx, target);
    await tx.saveSubscription({ before, after: null });
  });
}

const schema = {
  operationId: 'deleteSubscription',
  summary: 'Deletes a subscription',
  description:
    'Users delete their own, administrators anyone’s. Nothing of it stays: to end one and keep it, set `endDate` or `isActive`.',
  tags: ['subscriptions'],
  security: secured,
  params: subscriptionParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  response: removedResponses('subscription-not-found', 'version-mismatch'),
};

export const deleteSubscriptionRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (
  app,
  deps,
) => {
  app.delete('/subscriptions/:id', { schema }, async (request, reply) =>
    sendRemoved(reply, await deleteSubscription(deps, targetOf(request))),
  );
};
