import { Rejected } from '@marquee/contracts';
import { LostRace } from './engine.js';
import { coverOf, type Scope } from './scope.js';

interface Rating {
  readonly movieId: string;
  readonly userId: string;
  readonly halfStars: number | null;
}

/**
 * One row of the user and one delta: no lock on the movie, so that ratings of one movie do not wait
 * for each other. A change of nothing has a delta too, since its token must be covered by some
 * event. Users may be of another issuer, so whoever is unknown rates; one who was deleted does not.
 */
export async function saveRating(scope: Scope, rating: Rating): Promise<boolean> {
  const { run, statements, options, pending } = scope;
  const { movieId, halfStars } = rating;
  type Rateable = { readonly is_erased: number | boolean | null };
  const known = { movie: movieId, user: rating.userId };
  const [movie] = await run<Rateable>(statements.ratings.rateable, known);
  if (movie === undefined) return false;
  if (movie.is_erased) throw new Rejected('user-not-found');
  const old = await setRating(scope, rating);
  const cover = coverOf(options, `movie:${movieId}`);
  const delta = {
    movieId,
    covers: cover,
    countDelta: (halfStars === null ? 0 : 1) - (old === null ? 0 : 1),
    halfDelta: (halfStars ?? 0) - (old ?? 0),
    origin: options.origin ?? null,
    createdAt: options.now,
  };
  await run(statements.ratings.insertDeltas, { rows: [delta] });
  pending.subjects.add(`movie:${movieId}`);
  return true;
}

/** Returns the half stars from before. */
async function setRating(
  { run, statements: { ratings } }: Scope,
  { movieId: movie, userId: user, halfStars: half }: Rating,
): Promise<number | null> {
  const [row] = await run<{ half_stars: number }>(ratings.lock, { movie, user });
  const before = row?.half_stars ?? null;
  if (before === half) return before;
  if (before === null) {
    await run(ratings.insert, { movie, user, half: half ?? 0 });
    return null;
  }
  const done =
    half === null
      ? await run(ratings.delete, { movie, user, before })
      : await run(ratings.update, { movie, user, half, before });
  if (done.length !== 1) throw new LostRace('the rating changed before it was saved');
  return before;
}
