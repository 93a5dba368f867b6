/** Where movies stand among the most played and the most popular: one ordinary change of each, now and then. */
import { type MovieState, ranksOf, sameRanks } from '@marquee/domain';
import { dueAt, type Pace } from './due-at.js';
import { LostRace } from './engine.js';
import { lockMovies } from './lock-movies.js';
import type { Bound, Transact } from './make-store.js';
import { movieKeysOf } from './movie-keys.js';
import type { FoldResult, Folds } from './outbox-port.js';
import type { Wide } from './rows.js';
import { movieOfPlays, playsOf } from './save-play.js';

type Ranking = Pick<Bound, 'run' | 'statements'>;

/** Has these movies ranked, as soon as they may be. */
export async function markForRanking(
  { run, statements }: Ranking,
  ids: readonly string[],
): Promise<void> {
  if (ids.length > 0) await run(statements.ranks.mark, { ids });
}

export async function rankMovies(
  transact: Transact,
  { limit, ...pace }: Parameters<Folds['rankMovies']>[0],
): Promise<FoldResult> {
  return await transact('write', async (bound) => {
    const { run, statements } = bound;
    const due = { limit, before: pace.now - pace.minIntervalMs, now: pace.now };
    const marks = await run<{ movie_id: string }>(statements.ranks.due, due);
    const ids = [...new Set(marks.map(({ movie_id }) => movie_id))].sort();
    const folded = ids.length === 0 ? 0 : await rankMarked(bound, ids, pace);
    const [next] = await run<{ ranked_at: Wide | null }>(statements.ranks.next);
    const rankedAt = next?.ranked_at ?? null;
    return { folded, nextDueAt: rankedAt === null ? null : dueAt(Number(rankedAt), pace) };
  });
}

/**
 * The movies are locked before the marks are taken: a rating that moves one of them is either seen
 * here or marks it again. Plays that are counted meanwhile mark it again too, since their fold
 * commits its mark together with the total.
 */
async function rankMarked(ranking: Ranking, ids: readonly string[], pace: Pace): Promise<number> {
  const { run, statements } = ranking;
  const movies = await lockMovies(ranking, { ids });
  const taken = await run<{ movie_id: string }>(statements.ranks.take, { ids });
  // Without a mark: another relay has ranked it. Without a movie: it was deleted.
  const marked = new Set(taken.map(({ movie_id }) => movie_id));
  const known = movies.filter(({ id }) => marked.has(id));
  const isDue = ({ rankedAt }: MovieState) => dueAt(rankedAt ?? 0, pace) <= pace.now;
  const early = known.filter((movie) => !isDue(movie)).map(({ id }) => id);
  await markForRanking(ranking, early);
  return await rank(ranking, known.filter(isDue), pace.now);
}

async function rank(
  { run, statements }: Ranking,
  movies: readonly MovieState[],
  now: number,
): Promise<number> {
  if (movies.length === 0) return 0;
  type Total = { readonly selection: string; readonly count: Wide };
  const selections = movies.map(({ id }) => playsOf(id));
  const totals = await run<Total>(statements.totals.read, { selections });
  const plays = new Map(totals.map((row) => [movieOfPlays(row.selection), Number(row.count)]));
  const moved = movies.flatMap((movie) => {
    const ranks = ranksOf({ ...movie, plays: plays.get(movie.id) ?? 0 });
    if (sameRanks(ranks, movie.ranks)) return [];
    const version = Math.max(movie.version + 1, now * 1000);
    return [{ movie, row: { id: movie.id, before: movie.version, version, ...ranks } }];
  });
  if (moved.length === 0) return 0;
  const done = await run(statements.ranks.save, { rows: moved.map(({ row }) => row), now });
  if (done.length !== moved.length) throw new LostRace('a movie changed before it was ranked');
  const rows = moved.map(({ movie, row: { id, version } }) => {
    const beforeKeys = movieKeysOf(movie);
    return { kind: 'movie', subject: id, version, writes: [], beforeKeys, createdAt: now };
  });
  await run(statements.outbox.insert, { rows });
  return moved.length;
}
