import type { CoveredWrite } from '@marquee/contracts';
import type { Wide } from './rows.js';
import { addToTotals } from './save-totals.js';
import { coverOf, type Scope } from './scope.js';

const PREFIX = 'plays:';

/** The selection whose total is how often the movie was played. */
export const playsOf = (movieId: string) => `${PREFIX}${movieId}`;
export const movieOfPlays = (selection: string) => selection.slice(PREFIX.length);

/**
 * One delta: no lock on the movie or its total, so that plays of one movie do not wait for each
 * other. False when the movie is unknown.
 */
export async function savePlay(scope: Scope, movieId: string): Promise<boolean> {
  const { run, statements, options, pending } = scope;
  const known = await run(statements.ratings.movies, { ids: [movieId] });
  if (known.length === 0) return false;
  const cover = coverOf(options, playsOf(movieId));
  const covers = JSON.stringify(cover);
  await run(statements.plays.insertDelta, { movie: movieId, covers, now: options.now });
  pending.subjects.add(cover.subject);
  return true;
}

/**
 * Plays go with their movie: what is not counted yet is taken away, and its total is 0. To be called
 * when the movies are locked. Returns, by movie, the writes of plays that nobody counts now: their
 * tokens are to be covered by the deletion.
 */
export async function forgetPlays(
  scope: Scope,
  ids: readonly string[],
): Promise<readonly { readonly movieId: string; readonly write: CoveredWrite }[]> {
  const { run, statements, options, pending } = scope;
  type Delta = { readonly movie_id: string; readonly covers: string };
  const taken = await run<Delta>(statements.plays.takeGone, { ids });
  type Total = { readonly selection: string; readonly count: Wide };
  const totals = await run<Total>(statements.totals.lock, { selections: ids.map(playsOf) });
  const counted = totals.filter(({ count }) => Number(count) !== 0);
  if (counted.length > 0) {
    const sums = new Map(counted.map(({ selection, count }) => [selection, -Number(count)]));
    const writes = [...sums.keys()].map((selection) => coverOf(options, selection));
    const { now } = options;
    await addToTotals(scope, { sums, writes, createdAt: now, now });
    for (const { subject } of writes) pending.subjects.add(subject);
  }
  return taken.map(({ movie_id, covers }) => ({ movieId: movie_id, write: JSON.parse(covers) }));
}
