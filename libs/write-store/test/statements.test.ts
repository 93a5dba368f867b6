/** The statements of the hot paths, word for word: a change of one is seen in review. */
import t from 'tap';
import { statements as sqlite } from '../src/sqlite/statements.js';
import { numbered } from '../src/sqlserver/numbered-parameters.js';
import { statements as sqlserver } from '../src/sqlserver/statements.js';

for (const [
  dialect,
  { movies, actors, ratings, outbox, totals, keys, ...others },
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
    t.matchSnapshot(ratings.update, 'update a rating');
    t.matchSnapshot(ratings.insertDeltas, 'append rating deltas');
    t.matchSnapshot(ratings.takeDeltas, 'take rating deltas');
    t.matchSnapshot(outbox.insert, 'append to the outbox');
    t.matchSnapshot(outbox.claim, 'claim');
    t.matchSnapshot([outbox.givePositions, outbox.positions], 'positions');
    t.matchSnapshot(outbox.befores, 'kept befores');
    t.matchSnapshot(totals.takeDeltas, 'take total deltas');
    t.matchSnapshot(totals.update, 'update totals');
    t.matchSnapshot(keys.take, 'take an idempotency key');
    t.matchSnapshot(keys.keep, 'keep its result');
    t.matchSnapshot(keys.read, 'read it again');
    t.matchSnapshot([others.savepoint, others.rollbackToSavepoint], 'attempts');
  });
}

t.test('on SQL Server, locks are asked for where the order of locks needs them', async (t) => {
  t.match(
    sqlserver.outbox.claim,
    /^\nUPDATE TOP \(@limit\) outbox WITH \(READPAST, UPDLOCK, ROWLOCK\)/,
  );
  t.match(sqlserver.movies.lock, /FROM movies AS m WITH \(UPDLOCK, ROWLOCK\)/);
  t.match(sqlserver.actors.share, /FROM actors AS a WITH \(REPEATABLEREAD, ROWLOCK\)/);
  t.match(sqlserver.actors.find, /FROM actors AS a WITH \(REPEATABLEREAD, ROWLOCK\)/);
  t.match(sqlserver.actors.lock, /FROM actors AS a WITH \(XLOCK, ROWLOCK\)/);
  t.match(sqlserver.ratings.takeDeltas, /WITH \(READPAST, ROWLOCK\)/);
});

t.test('on SQL Server, rows under way are neither waited for nor counted', async (t) => {
  const text = sqlserver.outbox.givePositions ?? '';
  t.match(text, /FROM change_positions WITH \(UPDLOCK, ROWLOCK\)/, 'one relay at a time');
  t.match(text, /FROM outbox\s+WHERE position IS NULL ORDER BY seq;/, 'read without locks');
  t.match(sqlserver.outbox.claim, /AND position IS NOT NULL/);
});

t.test('every JSON text that SQL Server compares names its collation', async (t) => {
  for (const group of [sqlserver.movies, sqlserver.actors, sqlserver.totals])
    for (const [name, text] of Object.entries(group))
      t.notMatch(
        text,
        /= j\.(id|value|imdb_id|selection|movie_id|actor_id)(?! COLLATE)\b(?=[\s)]*$)/,
        name,
      );
});

t.test('named parameters are numbered in the order given', async (t) => {
  const { text, names } = numbered('SELECT @b, @a, @@VERSION, @result, @b', { a: 1, b: 2 });
  t.equal(text, 'SELECT @1, @0, @@VERSION, @result, @1');
  t.same(names, ['a', 'b']);
});
