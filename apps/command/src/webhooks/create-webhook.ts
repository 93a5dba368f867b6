import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { NewWebhook, WebhookInput } from '@marquee/contracts';
import { checkProvider, decideCreateWebhook, type WebhookState } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import { createdResponses, dryRunQuery, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendCreated } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOnce } from '../write-as.js';
import { lastPosition, placeAfter, webhooksAsRead } from './webhook-answers.js';
import { newSecret } from './webhook-message.js';

/** @throws {Rejected} `forbidden`, `invalid-input`, `invalid-cursor`, `already-exists`, `too-many-webhooks` */
export async function createWebhook(deps: CommandDeps, request: WriteRequest, input: WebhookInput) {
  checkProvider(request.caller);
  const now = { beganAt: 0, position: await lastPosition(deps.writeStore) };
  const place = input.after === undefined ? now : placeAfter(deps, input.after);
  const id = input.id?.toLowerCase() ?? deps.newId();
  const secret = newSecret();
  return await writeAs(deps, request, async (tx, now) => {
    const made = { id, secret, now, place };
    const after = decideCreateWebhook(input, request.caller, made);
    const { secret: _, ...kept } = (await tx.saveWebhook({ before: null, after })) ?? after;
    // What an idempotency key keeps has no secret in it.
    return kept;
  });
}

const schema = {
  operationId: 'createWebhook',
  summary: 'Asks to be told of changes by messages',
  description:
    'Each change is one message in the form of Standard Webhooks, signed with `secret`, which this answer alone shows. Providers are ' +
    'told of their own movies, administrators of all. Messages come in order, at least once; one that is not taken is tried again for ' +
    'a day. An owner may have ten webhooks. A key needs the scope `webhooks:write`, where it has scopes.',
  tags: ['webhooks'],
  security: secured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: WebhookInput,
  response: createdResponses(
    NewWebhook,
    ...(['invalid-cursor', 'already-exists', 'too-many-webhooks', 'user-not-found'] as const),
  ),
};

export const createWebhookRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/webhooks', { schema }, async (request, reply) => {
    const { value, ...written } = await createWebhook(
      deps,
      writeRequestOnce(request),
      request.body,
    );
    const secret = written.token === null ? undefined : await secretOf(deps, value.id);
    const shown = (await webhooksAsRead(deps))({ ...value, secret: '' });
    const answer = { ...shown, ...(secret === undefined ? {} : { secret }) };
    reply.header('cache-control', 'private, no-store');
    return sendCreated(reply, { ...written, value: answer }, { collection: '/webhooks' });
  });
};

/** Also of one that was made by an earlier request with the same key, if it is still there. */
async function secretOf({ writeStore }: CommandDeps, id: WebhookState['id']) {
  return (await writeStore.webhooks.find(id))?.secret;
}
