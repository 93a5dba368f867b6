/** The statements of the hot paths, word for word: a change of one is seen in review. */
import t from 'tap';
import { statements as sqlite } from '../src/sqlite/statements.js';
import { numbered } from '../src/sqlserver/numbered-parameters.js';
import { statements as sqlserver } from '../src/sqlserver/statements.js';
import { conditionOf } from '../src/subscriptions.js';

for (const [
  dialect,
  {
    movies,
    actors,
    ratings,
    outbox,
    totals,
    plays,
    ranks,
    keys,
    records,
    comments,
    sessions,
    history,
    webhooks,
    imports,
    statistics,
    survey,
    users,
    subscriptions,
    ...others
  },
] of Object.entries({
  sqlite,
  sqlserver,
})) {
  t.test(`${dialect}: hot statements`, async (t) => {
    t.matchSnapshot(movies.lock, 'lock movies');
    t.matchSnapshot(movies.parts, 'lists of movies');
    t.matchSnapshot(movies.insert, 'insert movies');
    t.matchSnapshot(movies.update, 'update movies');
    t.matchSnapshot(movies.insertCast, 'insert cast');
    t.matchSnapshot(actors.find, 'find actors');
    t.matchSnapshot(actors.share, 'share actors');
    t.matchSnapshot(actors.lock, 'lock an actor');
    t.matchSnapshot(actors.touchMovies, 'give an actor’s movies new versions');
    t.matchSnapshot(ratings.lock, 'lock ratings');
    t.matchSnapshot(ratings.insert, 'insert ratings');
    t.matchSnapshot(ratings.update, 'update ratings');
    t.matchSnapshot(ratings.delete, 'delete ratings');
    t.matchSnapshot(ratings.insertDeltas, 'append rating deltas');
    t.matchSnapshot(ratings.takeDeltas, 'take rating deltas');
    t.matchSnapshot(ratings.fold, 'fold ratings');
    t.matchSnapshot(outbox.insert, 'append to the outbox');
    t.matchSnapshot(outbox.claim, 'claim');
    t.matchSnapshot([outbox.givePositions, outbox.positions], 'positions');
    t.matchSnapshot(outbox.befores, 'kept befores');
    t.matchSnapshot(totals.takeDeltas, 'take total deltas');
    t.matchSnapshot(totals.update, 'update totals');
    t.matchSnapshot(plays.insertDelta, 'append a play');
    t.matchSnapshot(plays.takeDeltas, 'take plays');
    t.matchSnapshot(plays.takeGone, 'take plays of deleted movies');
    t.matchSnapshot(ranks.mark, 'mark movies for ranking');
    t.matchSnapshot(ranks.due, 'movies that are to be ranked');
    t.matchSnapshot(ranks.take, 'take marks');
    t.matchSnapshot(ranks.save, 'rank movies');
    t.matchSnapshot(keys.take, 'take an idempotency key');
    t.matchSnapshot(keys.keep, 'keep its result');
    t.matchSnapshot(keys.read, 'read it again');
    t.matchSnapshot(records, 'records of any type');
    t.matchSnapshot(comments, 'comments');
    t.matchSnapshot(sessions, 'sessions');
    t.matchSnapshot(history, 'history of movies');
    const ofOwner = webhooks.page('older', ' AND owner_id = @owner');
    t.matchSnapshot({ ...webhooks, page: ofOwner }, 'webhooks');
    t.matchSnapshot(imports, 'imports');
    t.matchSnapshot(statistics, 'statistics of providers');
    t.matchSnapshot(survey.comment, 'survey of records');
    t.matchSnapshot(survey.movies.ofProvider, 'movies of a provider');
    t.matchSnapshot(ratings.takeOfUser, 'take the ratings of a user');
    t.matchSnapshot(keys.forgetUser, 'forget kept answers about a user');
    for (const [name, text] of Object.entries(users)) t.matchSnapshot(text, `users: ${name}`);
    for (const [name, text] of Object.entries(subscriptions)) {
      if (typeof text === 'string') t.matchSnapshot(text, `subscriptions: ${name}`);
    }
    const all = conditionOf({ userId: 'u', plan: 'p', isActive: true });
    t.matchSnapshot(subscriptions.page('older', all), 'subscriptions: all filters');
    t.matchSnapshot(subscriptions.page('newer', ''), 'subscriptions: no filter, backwards');
    t.matchSnapshot(ratings.takeOfMovie, 'take the ratings of a movie');
    t.matchSnapshot([others.savepoint, others.rollbackToSavepoint], 'attempts');
  });
}

t.test('on SQL Server, locks are asked for where the order of locks needs them', async (t) => {
  t.match(
    sqlserver.outbox.claim,
    /^\nUPDATE TOP \(@limit\) outbox WITH \(UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK\)/,
  );
  t.match(sqlserver.movies.lock, /FROM movies AS m WITH \(UPDLOCK, ROWLOCK\)/);
  t.match(sqlserver.actors.share, /FROM actors AS a WITH \(REPEATABLEREAD, ROWLOCK\)/);
  t.match(sqlserver.actors.find, /FROM actors AS a WITH \(REPEATABLEREAD, ROWLOCK\)/);
  t.match(sqlserver.actors.lock, /FROM actors AS a WITH \(XLOCK, ROWLOCK\)/);
  t.match(sqlserver.comments.movie, /FROM movies WITH \(REPEATABLEREAD, ROWLOCK\)/);
  t.match(sqlserver.comments.lock, /FROM comments WITH \(UPDLOCK, ROWLOCK\)/);
  t.match(sqlserver.comments.deleteOfUser, /WITH \(UPDLOCK, ROWLOCK\)\s.* ORDER BY c\.id/);
  t.match(sqlserver.sessions.lock, /FROM sessions WITH \(UPDLOCK, ROWLOCK\)/);
  t.match(sqlserver.sessions.deleteOfPlayer, /WITH \(UPDLOCK, ROWLOCK\)\s.* ORDER BY s\.id/);
  t.match(sqlserver.imports.prune, /WITH \(READPAST, ROWLOCK, READCOMMITTEDLOCK\)/);
  t.match(sqlserver.sessions.prune, /WITH \(READPAST, ROWLOCK, READCOMMITTEDLOCK\)/);
  t.match(sqlserver.ratings.lock, /JOIN ratings AS r WITH \(UPDLOCK, ROWLOCK\)/);
  t.match(sqlserver.ratings.takeOfMovie, /WITH \(UPDLOCK, ROWLOCK\)\s.* ORDER BY r\.user_id/);
  for (const text of [
    sqlserver.ratings.takeDeltas,
    sqlserver.plays.takeDeltas,
    sqlserver.ranks.take,
  ]) {
    t.match(text, /WITH \(READPAST, ROWLOCK, READCOMMITTEDLOCK\)/);
  }
  t.notMatch(sqlserver.plays.takeGone, 'READPAST');
  t.match(sqlserver.users.lock, /FROM users AS u WITH \(UPDLOCK, ROWLOCK\)/);
  t.match(sqlserver.users.hold, /JOIN users AS u WITH \(REPEATABLEREAD, ROWLOCK\)/);
  t.match(sqlserver.subscriptions.lock, /FROM subscriptions AS s WITH \(UPDLOCK, ROWLOCK\)/);
});

t.test('on SQL Server, rows under way are neither waited for nor counted', async (t) => {
  const text = sqlserver.outbox.givePositions ?? '';
  t.match(text, /FROM change_positions WITH \(UPDLOCK, ROWLOCK\)/, 'one relay at a time');
  t.match(text, /FROM outbox\s+WHERE position IS NULL ORDER BY seq;/, 'read without locks');
  t.match(sqlserver.outbox.claim, /AND position IS NOT NULL/);
});

t.test('every JSON text that SQL Server compares names its collation', async (t) => {
  for (const group of [
    ...[sqlserver.movies, sqlserver.actors, sqlserver.ratings],
    ...[sqlserver.totals, sqlserver.ranks, sqlserver.sessions],
  ])
    for (const [name, text] of Object.entries(group))
      t.notMatch(
        text,
        /= j\.(id|value|imdb_id|selection|movie_id|actor_id|user_id)(?! COLLATE)\b(?=[\s)]*$)/,
        name,
      );
});

t.test('named parameters are numbered in the order given', async (t) => {
  const { text, names } = numbered('SELECT @b, @a, @@VERSION, @result, @b', { a: 1, b: 2 });
  t.equal(text, 'SELECT @1, @0, @@VERSION, @result, @1');
  t.same(names, ['a', 'b']);
});
