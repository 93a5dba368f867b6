import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Webhook, WebhookReplay } from '@marquee/contracts';
import { decideReplayWebhook } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import { dryRunQuery, keyedResponses, secured, webhookParams } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendWritten } from '../send-written.js';
import { writeAs, writeRequestOnce } from '../write-as.js';
import { ownWebhook, placeAfter, webhooksAsRead } from './webhook-answers.js';

const schema = {
  operationId: 'replayWebhook',
  summary: 'Sends messages once more',
  description:
    'All changes after a place, with the same message ids, each as it is now; a later place leaves out what lies between. A webhook ' +
    'that was disabled works again. A place that is older than what is kept (30 days) disables it: make a new copy, and begin there. ' +
    'For its owner and administrators.',
  tags: ['webhooks'],
  security: secured,
  params: webhookParams,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: WebhookReplay,
  response: keyedResponses(
    { description: 'The webhook as it is now.', body: Webhook },
    ...(['webhook-not-found', 'invalid-cursor'] as const),
  ),
};

export const replayWebhookRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/webhooks/:id/replay', { schema }, async (request, reply) => {
    const id = request.params.id.toLowerCase();
    const place = placeAfter(deps, request.body.after);
    const shown = await webhooksAsRead(deps);
    const asked = writeRequestOnce(request);
    const written = await writeAs(deps, asked, async (tx) => {
      const before = ownWebhook(await tx.lockWebhook(id), asked.caller);
      const after = decideReplayWebhook(before, place);
      return shown((await tx.saveWebhook({ before, after })) ?? after);
    });
    return sendWritten(reply, written);
  });
};
