/** The query API: every route, behind the hooks that they share. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected } from '@marquee/contracts';
import {
  type Authenticate,
  identifyCaller,
  limitRequests,
  requireCaller,
  requireScope,
} from '@marquee/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listChangesRoute } from './changes/list-changes.js';
import { streamChangesRoute } from './changes/stream-changes.js';
import { writeWaiter } from './consistency.js';
import { withFaultsTogether } from './faults-together.js';
import { getActorRoute } from './get-actor.js';
import { getCommentRoute } from './get-comment.js';
import { getMovieRoute } from './get-movie.js';
import { listActorMoviesRoute } from './list-actor-movies.js';
import { listActorsRoute } from './list-actors.js';
import { listCommentsRoutes } from './list-comments.js';
import { listMoviesRoute } from './list-movies.js';
import { listNamesRoutes } from './list-names.js';
import { listPlaysRoute } from './list-plays.js';
import { personalRoutes } from './personal-routes.js';
import type { QueryDeps, Reading } from './query-deps.js';
import { searchRoutes } from './search/search-routes.js';

const mayRead = requireScope('catalogue:read');

export const queryRoutes: FastifyPluginAsyncTypebox<QueryDeps> = async (app, deps) => {
  const { waitForWrite, waitForFollower } = writeWaiter(deps.sealer);
  const reading: Reading = {
    sealer: deps.sealer,
    pages: deps.pages,
    shortcut: deps.shortcut ?? null,
    feed: deps.feed,
    streams: deps.streams,
    readsArePrivate: deps.authenticate !== null,
    async viewFor({ headers }) {
      const token = headers['consistency-token'];
      const tables = deps.tables({ fresh: token !== undefined });
      if (token !== undefined) await waitForWrite({ tables, token, prefer: headers.prefer });
      return tables;
    },
    async follows({ headers }, reached) {
      const token = headers['consistency-token'];
      if (token === undefined) return;
      const { positionOf } = deps.feed;
      await waitForFollower({ positionOf, token, prefer: headers.prefer, reached });
    },
    async mayStillRead(request, reply) {
      return deps.authenticate === null || (await isReader(request, reply, deps.authenticate));
    },
  };
  if (deps.authenticate !== null) app.addHook('onRequest', identifyCaller(deps.authenticate));
  if (deps.readLimiter) app.addHook('onRequest', limitRequests(deps.readLimiter));
  if (deps.authenticate !== null) {
    app.addHook('onRequest', requireCaller);
    app.addHook('onRequest', mayRead);
  }
  app.setErrorHandler((error, request) => {
    throw withFaultsTogether(error, request, deps.sealer); // to the app's own handler
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('view-lag', deps.viewLagMs());
  });
  await app.register(listMoviesRoute, reading);
  await app.register(getMovieRoute, reading);
  await app.register(listActorsRoute, reading);
  await app.register(getActorRoute, reading);
  await app.register(listActorMoviesRoute, reading);
  await app.register(listNamesRoutes, reading);
  await app.register(listCommentsRoutes, reading);
  await app.register(getCommentRoute, reading);
  await app.register(listPlaysRoute, reading);
  await app.register(listChangesRoute, reading);
  await app.register(streamChangesRoute, reading);
  await app.register(personalRoutes, { ...deps, reading });
  if (deps.search) await app.register(searchRoutes, { ...deps, reading, search: deps.search });
};

/** Where nobody can tell at the moment, it is taken to be so. */
async function isReader(
  request: FastifyRequest,
  reply: FastifyReply,
  authenticate: Authenticate,
): Promise<boolean> {
  try {
    await identifyCaller(authenticate)(request, reply);
    await requireCaller(request, reply);
    await mayRead(request, reply);
  } catch (error) {
    return !(error instanceof Rejected) || !['unauthorized', 'forbidden'].includes(error.code);
  }
  return true;
}
