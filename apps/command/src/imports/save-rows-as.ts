import type { Save } from '@marquee/import';
import type { Caller } from '@marquee/service';
import { saveActorBatch } from '../actors/save-actor-batch.js';
import type { BatchDeps } from '../movies/batch-parts.js';
import { saveMovieBatch } from '../movies/save-movie-batch.js';

/** How rows of an upload are stored: by the rules of `POST /movies/batch`, with the rights of whoever uploaded them. */
export const saveRowsAs = (deps: BatchDeps, caller: Caller, { dryRun = false } = {}): Save => ({
  movies: (rows, mode) =>
    saveMovieBatch(deps, rows, {
      ...{ caller, mode, dryRun },
      // What was exported brings its actors along.
      makeActors: caller.role === 'administrator',
    }),
  actors: (rows) => saveActorBatch(deps, rows, { caller, dryRun }),
  ratings: async () => {
    throw new Error('no row of JSON is a rating');
  },
});
