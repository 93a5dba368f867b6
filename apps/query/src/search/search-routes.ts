/** Searching, suggesting and relating: reads that wait for the index, too, where they follow a write. */

import { openToken } from '@marquee/service';
import type { FastifyPluginAsync } from 'fastify';
import { waitMs } from '../consistency.js';
import type { QueryDeps, Reading, SearchReading } from '../query-deps.js';
import { relatedMoviesRoute } from './related-movies.js';
import { searchMoviesRoute } from './search-movies.js';
import type { SearchReplica } from './search-replica.js';
import { suggestRoute } from './suggest.js';

export interface SearchDeps extends Pick<QueryDeps, 'tables' | 'sealer'> {
  readonly reading: Reading;
  readonly search: SearchReplica;
}

export const searchRoutes: FastifyPluginAsync<SearchDeps> = async (app, deps) => {
  const { reading, search, sealer } = deps;
  const searching: SearchReading = {
    ...reading,
    async searchFor(request) {
      const index = search.index();
      const startedAt = performance.now();
      await reading.viewFor(request);
      const { 'consistency-token': token, prefer } = request.headers;
      if (token !== undefined) {
        const leftMs = Math.max(0, waitMs(prefer) - (performance.now() - startedAt));
        await search.waitFor(openToken(sealer, token).write, leftMs);
      }
      // Bodies by a quorum: a single node might not have what the index has.
      return { index, tables: deps.tables({ fresh: true }) };
    },
  };
  await app.register(searchMoviesRoute, searching);
  await app.register(suggestRoute, searching);
  await app.register(relatedMoviesRoute, searching);
};
