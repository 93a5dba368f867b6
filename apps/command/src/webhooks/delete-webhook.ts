import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CommandDeps } from '../command-deps.js';
import { dryRunQuery, removedResponses, secured, webhookParams } from '../command-schemas.js';
import { sendRemoved } from '../send-written.js';
import { targetOf } from '../target.js';
import { writeAs } from '../write-as.js';
import { ownWebhook } from './webhook-answers.js';

const schema = {
  operationId: 'deleteWebhook',
  summary: 'Deletes a webhook',
  description:
    'With its secret and its log. A message that is under way may still arrive. For its owner and administrators.',
  tags: ['webhooks'],
  security: secured,
  params: webhookParams,
  querystring: dryRunQuery,
  response: removedResponses('webhook-not-found'),
};

export const deleteWebhookRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.delete('/webhooks/:id', { schema }, async (request, reply) => {
    const { id, caller, ...target } = targetOf(request);
    const written = await writeAs(deps, { caller, ...target }, async (tx) => {
      const before = ownWebhook(await tx.lockWebhook(id), caller);
      await tx.saveWebhook({ before, after: null });
    });
    return sendRemoved(reply, written);
  });
};
