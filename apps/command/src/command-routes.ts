/** The command API: every route, behind the token and the scope that it needs. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Scope } from '@marquee/contracts';
import { identifyCaller, limitWrites, requireCaller, requireScope } from '@marquee/service';
import { createActorRoute } from './actors/create-actor.js';
import { deleteActorRoute } from './actors/delete-actor.js';
import { replaceActorRoute } from './actors/replace-actor.js';
import { updateActorRoute } from './actors/update-actor.js';
import type { CommandDeps } from './command-deps.js';
import { createCommentRoute } from './comments/create-comment.js';
import { deleteCommentRoute } from './comments/delete-comment.js';
import { exportRoute } from './export/export-route.js';
import { getHistoryRoute } from './history/get-history.js';
import { restoreMovieRoute } from './history/restore-movie.js';
import { getImportRoute } from './imports/get-import.js';
import { postImportRoute } from './imports/post-import.js';
import { createMovieRoute } from './movies/create-movie.js';
import { deleteMovieRoute } from './movies/delete-movie.js';
import { linkActorRoutes } from './movies/link-actor.js';
import { replaceMovieRoute } from './movies/replace-movie.js';
import { saveMovieBatchRoute } from './movies/save-movie-batch-route.js';
import { updateMovieRoute } from './movies/update-movie.js';
import { recordPlayRoute } from './plays/record-play.js';
import { getRatingRoute } from './ratings/get-rating.js';
import { rateMovieRoute } from './ratings/rate-movie.js';
import { unrateMovieRoute } from './ratings/unrate-movie.js';
import { refuseForgedTexts } from './reads/refuse-forged-texts.js';
import { takeSessionEventsRoute } from './sessions/take-session-events.js';
import { getStatisticsRoute } from './statistics/get-statistics.js';
import { createSubscriptionRoute } from './subscriptions/create-subscription.js';
import { deleteSubscriptionRoute } from './subscriptions/delete-subscription.js';
import { readSubscriptionsRoutes } from './subscriptions/read-subscriptions.js';
import { replaceSubscriptionRoute } from './subscriptions/replace-subscription.js';
import { updateSubscriptionRoute } from './subscriptions/update-subscription.js';
import { issueTokenRoute } from './tokens/issue-token.js';
import { publishKeysRoute } from './tokens/publish-keys.js';
import { createUserRoute } from './users/create-user.js';
import { deleteUserRoute } from './users/delete-user.js';
import { getUserRoutes } from './users/get-user.js';
import { listUsersRoute } from './users/list-users.js';
import { replaceUserRoute } from './users/replace-user.js';
import { updateUserRoute } from './users/update-user.js';
import { createWebhookRoute } from './webhooks/create-webhook.js';
import { deleteWebhookRoute } from './webhooks/delete-webhook.js';
import { readWebhooksRoutes } from './webhooks/read-webhooks.js';
import { replayWebhookRoute } from './webhooks/replay-webhook.js';

const catalogueRoutes = [
  postImportRoute,
  createMovieRoute,
  saveMovieBatchRoute,
  replaceMovieRoute,
  updateMovieRoute,
  deleteMovieRoute,
  linkActorRoutes,
  restoreMovieRoute,
  createActorRoute,
  replaceActorRoute,
  updateActorRoute,
  deleteActorRoute,
];
/** What viewers do. */
const viewerRoutes = [rateMovieRoute, unrateMovieRoute, recordPlayRoute];
const commentRoutes = [createCommentRoute, deleteCommentRoute];
const sessionRoutes = [takeSessionEventsRoute];
const webhookRoutes = [createWebhookRoute, deleteWebhookRoute, replayWebhookRoute];
const userRoutes = [
  replaceUserRoute,
  updateUserRoute,
  deleteUserRoute,
  createSubscriptionRoute,
  replaceSubscriptionRoute,
  updateSubscriptionRoute,
  deleteSubscriptionRoute,
];
/** What the command app answers itself: it must not be behind, or is about people and stands in no view. */
const ratingReads = [getRatingRoute];
const catalogueReads = [exportRoute, getHistoryRoute, getStatisticsRoute];
const webhookReads = [readWebhooksRoutes];
/** For the keys that upload. */
const importReads = [getImportRoute];
const userReads = [listUsersRoute, getUserRoutes, readSubscriptionsRoutes];
const openRoutes = [issueTokenRoute, publishKeysRoute, createUserRoute];

type Routes = readonly FastifyPluginAsyncTypebox<CommandDeps>[];

export const commandRoutes: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.addHook('onRequest', identifyCaller(deps.authenticate));
  if (deps.writeLimiter) app.addHook('onRequest', limitWrites(deps.writeLimiter));
  for (const route of openRoutes) await app.register(route, deps);
  const secured = (scope: Scope, routes: Routes) =>
    app.register(async (inner) => {
      inner.addHook('onRequest', requireCaller);
      inner.addHook('onRequest', requireScope(scope));
      for (const route of routes) await inner.register(route, deps);
    });
  await secured('catalogue:write', catalogueRoutes);
  await secured('ratings:write', viewerRoutes);
  await secured('comments:write', commentRoutes);
  await secured('sessions:write', sessionRoutes);
  await secured('users:write', userRoutes);
  await secured('webhooks:write', webhookRoutes);
  const reads = (routes: Routes): Routes => [
    async (inner) => {
      refuseForgedTexts(inner, deps.sealer);
      for (const route of routes) await inner.register(route, deps);
    },
  ];
  await secured('catalogue:read', reads([...ratingReads, ...catalogueReads]));
  await secured('catalogue:write', reads(importReads));
  await secured('users:read', reads(userReads));
  await secured('webhooks:read', reads(webhookReads));
};
