import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected, Subscription, SubscriptionInput } from '@marquee/contracts';
import { checkSelf, decideCreateSubscription } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import { createdResponses, dryRunQuery, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendCreated } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOnce } from '../write-as.js';
import { OF_ANOTHER, storedSubscription, subscriptionEtag } from './change-subscription.js';

/** Makes a subscription of a user who is there. @throws {Rejected} `forbidden`, `user-not-found`, `already-exists` */
export async function createSubscription(
  deps: CommandDeps,
  request: WriteRequest,
  input: SubscriptionInput,
) {
  checkSelf(input.userId.toLowerCase(), request.caller, OF_ANOTHER);
  const id = input.id?.toLowerCase() ?? deps.newId();
  return await writeAs(deps, request, async (tx, now) => {
    const after = decideCreateSubscription(input, { id, now });
    if ((await tx.holdUser(after.userId)) !== 'there') throw new Rejected('user-not-found');
    return storedSubscription(await tx.saveSubscription({ before: null, after }));
  });
}

const schema = {
  operationId: 'createSubscription',
  summary: 'Adds a subscription',
  description:
    'Users subscribe for themselves, administrators for anyone. A user may have several, also of the same plan and at the same time. ' +
    'Days and `isActive` are kept as they are given: nothing is charged, renewed or ended by itself.',
  tags: ['subscriptions'],
  security: secured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: SubscriptionInput,
  response: createdResponses(Subscription, 'user-not-found', 'already-exists'),
};

export const createSubscriptionRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (
  app,
  deps,
) => {
  app.post('/subscriptions', { schema }, async (request, reply) => {
    const about = request.body.userId.toLowerCase();
    const asked = writeRequestOnce(request, { about });
    const written = await createSubscription(deps, asked, request.body);
    const etag = subscriptionEtag(written.value);
    return sendCreated(reply, written, { collection: '/subscriptions', etag });
  });
};
