/** The command API: every route, behind the token that they all need. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identifyCaller, limitWrites, requireCaller } from '@marquee/service';
import { createActorRoute } from './actors/create-actor.js';
import { deleteActorRoute } from './actors/delete-actor.js';
import { replaceActorRoute } from './actors/replace-actor.js';
import { updateActorRoute } from './actors/update-actor.js';
import type { CommandDeps } from './command-deps.js';
import { createMovieRoute } from './movies/create-movie.js';
import { deleteMovieRoute } from './movies/delete-movie.js';
import { linkActorRoutes } from './movies/link-actor.js';
import { replaceMovieRoute } from './movies/replace-movie.js';
import { saveMovieBatchRoute } from './movies/save-movie-batch-route.js';
import { updateMovieRoute } from './movies/update-movie.js';
import { getRatingRoute } from './ratings/get-rating.js';
import { rateMovieRoute } from './ratings/rate-movie.js';
import { unrateMovieRoute } from './ratings/unrate-movie.js';

const routes = [
  createMovieRoute,
  saveMovieBatchRoute,
  replaceMovieRoute,
  updateMovieRoute,
  deleteMovieRoute,
  linkActorRoutes,
  createActorRoute,
  replaceActorRoute,
  updateActorRoute,
  deleteActorRoute,
  rateMovieRoute,
  unrateMovieRoute,
  getRatingRoute,
];

export const commandRoutes: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.addHook('onRequest', identifyCaller(deps.authenticate));
  if (deps.writeLimiter) app.addHook('onRequest', limitWrites(deps.writeLimiter));
  app.addHook('onRequest', requireCaller);
  for (const route of routes) await app.register(route, deps);
};
