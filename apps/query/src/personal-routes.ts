/** Reads about persons: they need a token whether or not the catalogue is open. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identifyCaller, requireCaller, requireScope } from '@marquee/service';
import type { QueryDeps, Reading } from './query-deps.js';
import { listPlayerSessionsRoute } from './sessions/list-player-sessions.js';
import { listStartedSessionsRoute } from './sessions/list-started-sessions.js';
import { listSuggestedRoute } from './suggest/list-suggested.js';

type PersonalDeps = Pick<QueryDeps, 'authenticate' | 'callers'> & { readonly reading: Reading };

export const personalRoutes: FastifyPluginAsyncTypebox<PersonalDeps> = async (
  app,
  { authenticate, callers = nobody, reading },
) => {
  // Where all reads need a token, it is known by now who calls.
  if (authenticate === null) {
    app.addHook('onRequest', identifyCaller(callers));
    app.addHook('onRequest', requireCaller);
  }
  await app.register(async (inner) => {
    inner.addHook('onRequest', requireScope('catalogue:read'));
    await inner.register(listSuggestedRoute, reading);
  });
  await app.register(async (inner) => {
    inner.addHook('onRequest', requireScope('sessions:read'));
    await inner.register(listStartedSessionsRoute, reading);
    await inner.register(listPlayerSessionsRoute, reading);
  });
};

const nobody = async () => null;
