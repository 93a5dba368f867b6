/** Searching, suggesting and relating: reads that wait for the index, too, where they follow a write. */
import type { FastifyPluginAsync } from 'fastify';
import type { QueryDeps, Reading, SearchReading } from '../query-deps.js';
import { relatedMoviesRoute } from './related-movies.js';
import { searchMoviesRoute } from './search-movies.js';
import type { SearchReplica } from './search-replica.js';
import { suggestRoute } from './suggest.js';

export interface SearchDeps extends Pick<QueryDeps, 'tables'> {
  readonly reading: Reading;
  readonly search: SearchReplica;
}

export const searchRoutes: FastifyPluginAsync<SearchDeps> = async (app, deps) => {
  const { reading, search } = deps;
  const searching: SearchReading = {
    ...reading,
    async searchFor(request) {
      search.index(); // where there is none, nobody waits for it
      await reading.viewFor(request);
      await reading.follows(request, search.position);
      // Bodies by a quorum: a single node might not have what the index has.
      return { index: search.index(), tables: deps.tables({ fresh: true }) };
    },
  };
  await app.register(searchMoviesRoute, searching);
  await app.register(suggestRoute, searching);
  await app.register(relatedMoviesRoute, searching);
};
