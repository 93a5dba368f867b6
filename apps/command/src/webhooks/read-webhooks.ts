import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { pageOf, Webhook, WebhookDelivery } from '@marquee/contracts';
import { checkProvider } from '@marquee/domain';
import { callerOf } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
import { secured, webhookParams } from '../command-schemas.js';
import {
  privateHeaders,
  privateResponses,
  queryOf,
  sendPrivately,
} from '../reads/private-answer.js';
import { pageParameters, sendList } from '../reads/send-list.js';
import { ownWebhook, webhooksAsRead } from './webhook-answers.js';

const described = { tags: ['webhooks'], security: secured, headers: privateHeaders };

const listSchema = {
  ...described,
  operationId: 'listWebhooks',
  summary: 'Lists webhooks',
  description: 'The newest first. Providers see their own, administrators all.',
  querystring: queryOf(pageParameters),
  response: privateResponses(
    { description: 'A page; `total` is not counted.', body: pageOf(Webhook), kind: 'page' },
    'invalid-cursor',
  ),
};

const getSchema = {
  ...described,
  operationId: 'getWebhook',
  summary: 'How far a webhook has come, and how it goes',
  description:
    'As it was noted last: a second ago or two. Never with the secret. For its owner and administrators.',
  params: webhookParams,
  response: privateResponses({ description: 'The webhook.', body: Webhook }, 'webhook-not-found'),
};

const deliveriesSchema = {
  ...described,
  operationId: 'listWebhookDeliveries',
  summary: 'What was sent to a webhook, and what came of it',
  description:
    'Each attempt, the newest first: the last thousand, of the last seven days. For its owner and administrators.',
  params: webhookParams,
  querystring: queryOf(pageParameters),
  response: privateResponses(
    { description: 'A page; `total` is not counted.', body: pageOf(WebhookDelivery), kind: 'page' },
    ...(['invalid-cursor', 'webhook-not-found'] as const),
  ),
};

export const readWebhooksRoutes: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  const { writeStore, sealer } = deps;
  app.get('/webhooks', { schema: listSchema }, async (request, reply) => {
    const caller = callerOf(request);
    checkProvider(caller);
    const owner = caller.role === 'administrator' ? null : caller.id;
    const asked = { list: `webhooks:${owner}`, ...request.query };
    const shown = await webhooksAsRead(deps);
    return await sendList({ request, reply }, { sealer, asked, shown }, (options) =>
      writeStore.webhooks.page(owner, options),
    );
  });
  app.get('/webhooks/:id', { schema: getSchema }, async (request, reply) => {
    const found = await writeStore.webhooks.find(request.params.id.toLowerCase());
    const webhook = ownWebhook(found, callerOf(request));
    return sendPrivately(reply, (await webhooksAsRead(deps))(webhook));
  });
  app.get('/webhooks/:id/deliveries', { schema: deliveriesSchema }, async (request, reply) => {
    const id = request.params.id.toLowerCase();
    ownWebhook(await writeStore.webhooks.find(id), callerOf(request));
    const asked = { list: `deliveries:${id}`, ...request.query };
    const options = { sealer, asked, shown: (delivery: WebhookDelivery) => delivery };
    return await sendList({ request, reply }, options, (page) =>
      writeStore.webhooks.deliveries(id, page),
    );
  });
};
