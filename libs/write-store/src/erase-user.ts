/**
 * The one place where a user's data goes: whatever keeps something of users has a line in `eraseUser`. What stays is the id, with a
 * version, so that nobody else gets it. Each writer of such data holds the user (`holdUser`) in its own transaction.
 */
import type { UserState } from '@marquee/domain';
import { eraseComments } from './comments/save-comment.js';
import { endTokens, revokeKeysOf } from './end-tokens.js';
import { LostRace } from './engine.js';
import { noteRatingsGone } from './ratings/erase-ratings.js';
import { type RatingRow, ratingOf } from './ratings/rating-row.js';
import { coverOf, nextVersion, runRows, type Scope } from './scope.js';
import { eraseSessions } from './sessions/save-sessions.js';

/** Set-based but for slices, each so small that it holds up nobody for long; all of them commit together. */
const ROWS_A_SLICE = 1_000;

export async function eraseUser(scope: Scope, user: UserState): Promise<void> {
  const { id } = user;
  await eraseLogin(scope, user);
  await endTokens(scope, { id, role: 'viewer', forEver: true });
  await revokeKeysOf(scope, id);
  await scope.run(scope.statements.subscriptions.ofUser, { id });
  await scope.run(scope.statements.webhooks.ofOwner, { id });
  await eraseRatings(scope, id);
  await eraseComments(scope, id);
  await eraseSessions(scope, id);
  await scope.run(scope.statements.keys.forgetUser, { id });
}

/** First: who writes something of this user meanwhile waits for the commit, and then finds nobody. */
async function eraseLogin(scope: Scope, { id, version: before }: UserState): Promise<void> {
  const version = nextVersion(scope, before);
  const done = await scope.run(scope.statements.users.erase, { id, before, version });
  if (done.length !== 1) throw new LostRace('the user changed before it was deleted');
}

/** As if each rating had been taken back: folds put counts and averages right, and the view is told that it is gone. */
async function eraseRatings(scope: Scope, user: string): Promise<void> {
  const { run, statements, options, pending } = scope;
  const { origin = null, now: createdAt } = options;
  for (;;) {
    const rows = await run<RatingRow>(statements.ratings.takeOfUser, { user, limit: ROWS_A_SLICE });
    const gone = rows.map(ratingOf);
    const deltas = gone.map(({ movieId, halfStars }) => {
      const covers = coverOf(options, `movie:${movieId}`);
      return { movieId, covers, countDelta: -1, halfDelta: -halfStars, origin, createdAt };
    });
    await runRows(run, statements.ratings.insertDeltas, deltas);
    await noteRatingsGone(scope, gone);
    for (const { movieId } of deltas) pending.subjects.add(`movie:${movieId}`);
    if (gone.length < ROWS_A_SLICE) return;
  }
}
