import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { pageOf, Rejected, Subscription, text, uuid } from '@marquee/contracts';
import { checkSelf, subscriptionAsRead } from '@marquee/domain';
import { type Caller, callerOf } from '@marquee/service';
import type { SubscriptionSelection } from '@marquee/write-store';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import { secured, subscriptionParams } from '../command-schemas.js';
import {
  privateHeaders,
  privateResponses,
  queryOf,
  sendTagged,
  taggedHeaders,
} from '../reads/private-answer.js';
import { pageParameters, sendList } from '../reads/send-list.js';
import { OF_ANOTHER, subscriptionEtag } from './change-subscription.js';

const described = { tags: ['subscriptions'], security: secured };

const getSchema = {
  ...described,
  operationId: 'getSubscription',
  summary: 'Reads a subscription',
  description: 'Users read their own, administrators anyone’s.',
  params: subscriptionParams,
  headers: taggedHeaders,
  response: privateResponses(
    { description: 'The subscription.', body: Subscription, kind: 'tagged' },
    'subscription-not-found',
  ),
};

const listSchema = {
  ...described,
  operationId: 'listSubscriptions',
  summary: 'Lists subscriptions',
  description:
    'The newest first. Users see their own, administrators all. Filters go together; what nobody has gives an empty list.',
  querystring: queryOf({
    userId: Type.Optional(uuid({ description: 'Whose. Others than administrators: oneself.' })),
    plan: Type.Optional(text(1, 100, { description: 'Exactly this plan.' })),
    isActive: Type.Optional(Type.Boolean()),
    ...pageParameters,
  }),
  headers: privateHeaders,
  response: privateResponses(
    {
      description: 'A page; `total` is not counted.',
      body: pageOf(Subscription),
      kind: 'page',
    },
    'invalid-cursor',
  ),
};

export const readSubscriptionsRoutes: FastifyPluginAsyncTypebox<CommandDeps> = async (
  app,
  { writeStore, sealer },
) => {
  app.get('/subscriptions/:id', { schema: getSchema }, async (request, reply) => {
    const found = await writeStore.subscriptions.find(request.params.id.toLowerCase());
    if (found === null) throw new Rejected('subscription-not-found');
    checkSelf(found.userId, callerOf(request), OF_ANOTHER);
    const shown = subscriptionAsRead(found);
    return sendTagged({ request, reply }, shown, subscriptionEtag(shown));
  });
  app.get('/subscriptions', { schema: listSchema }, async (request, reply) => {
    const { limit, cursor, ...filters } = request.query;
    const selection = selectionFor(callerOf(request), filters);
    const { userId, plan, isActive } = selection;
    const list = JSON.stringify(['subscriptions', userId, plan, isActive]);
    return await sendList(
      { request, reply },
      { sealer, asked: { list, limit, cursor }, shown: subscriptionAsRead },
      (options) => writeStore.subscriptions.page(selection, options),
    );
  });
};

/** @throws {Rejected} `forbidden` for those of another user */
function selectionFor(caller: Caller, filters: SubscriptionSelection): SubscriptionSelection {
  const asked = filters.userId?.toLowerCase();
  const userId = asked ?? (caller.role === 'administrator' ? undefined : caller.id);
  if (userId !== undefined)
    checkSelf(userId, caller, 'They are the subscriptions of another user.');
  return { ...filters, plan: filters.plan?.trim(), userId };
}
