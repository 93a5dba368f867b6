import { test } from 'tap';
import { createMovieIndex } from '../src/index.js';
import { actorIdOf, fill, idOf, movieOf } from './movies.js';

test('texts that begin with the query come first, then by how much there is of each', async (t) => {
  const index = createMovieIndex();
  fill(index, [
    { title: 'The Godfather', ratings: 50 },
    { title: 'Godzilla', ratings: 2 },
    { title: 'The Godless Girl', ratings: 7 },
    { title: 'Other', actors: ['Jean Godard', 'Gody'], tags: ['godlike'], genres: ['Godly'] },
    { title: 'More', actors: ['Gody'] },
    { title: 'A dog', ratings: 90 },
  ]);
  t.same(index.suggest('GÓD', 10), [
    { kind: 'movie', text: 'Godzilla', id: idOf(2) },
    { kind: 'person', text: 'Gody', id: actorIdOf('Gody') },
    { kind: 'genre', text: 'Godly', id: null },
    { kind: 'tag', text: 'godlike', id: null },
    { kind: 'movie', text: 'The Godfather', id: idOf(1) },
    { kind: 'movie', text: 'The Godless Girl', id: idOf(3) },
    { kind: 'person', text: 'Jean Godard', id: actorIdOf('Jean Godard') },
  ]);
  t.same(
    index.suggest('the god', 10).map(({ text }) => text),
    ['The Godfather', 'The Godless Girl'],
  );
  t.same(
    index.suggest('god', 2).map(({ text }) => text),
    ['Godzilla', 'Gody'],
  );
});

test('the words of a query stand in a row, and only the last may be a beginning', async (t) => {
  const index = createMovieIndex();
  fill(index, [{ title: 'The Good, the Bad and the Ugly' }, { title: 'Bad the Good' }]);
  const texts = (text: string) => index.suggest(text, 10).map(({ text: found }) => found);
  t.same(texts('the b'), ['The Good, the Bad and the Ugly']);
  t.same(texts('good the'), ['The Good, the Bad and the Ugly']);
  t.same(texts('th bad'), []);
  t.same(texts('"*%'), []);
});

test('a query may have as many words as it has characters, and the same one again', async (t) => {
  const index = createMovieIndex();
  const title = String.fromCharCode(...Array.from({ length: 200 }, (_, n) => 0x4e00 + n));
  fill(index, [{ title }, { title: 'The Other Other' }, { title: 'The Other' }]);
  t.same(
    index.suggest(title, 10).map(({ text }) => text),
    [title],
  );
  t.same(
    index.suggest('other ot', 10).map(({ text }) => text),
    ['The Other Other'],
  );
});

test('a text stands once for each kind, with the movie or actor there is most of', async (t) => {
  const index = createMovieIndex();
  fill(index, [
    { title: 'Hamlet', ratings: 1, directors: ['Hamlet'] },
    { title: 'Hamlet', ratings: 3 },
    { title: 'Hamlet', directors: ['Hamlet'] },
  ]);
  index.put(movieOf(4, { title: 'x', actors: ['Hamlet'] }), 4);
  t.same(index.suggest('ham', 10), [
    { kind: 'movie', text: 'Hamlet', id: idOf(2) },
    { kind: 'person', text: 'Hamlet', id: actorIdOf('Hamlet') },
  ]);
});

test('what no movie has any longer is not suggested', async (t) => {
  const index = createMovieIndex();
  fill(index, [{ title: 'Alien', actors: ['Aline'], tags: ['alike'] }]);
  index.put(movieOf(1, { title: 'Brave' }), 2);
  t.same(index.suggest('al', 10), []);
  index.remove(idOf(1), 3);
  t.same(index.suggest('br', 10), []);
});

test('among many that begin alike the best are found', async (t) => {
  const index = createMovieIndex();
  for (let n = 1; n <= 3_000; n += 1) {
    index.put(movieOf(n, { title: `Star ${n % 500}`, ratings: (n * 7919) % 3_001 }), n);
  }
  const [first, ...others] = index.suggest('sta', 20);
  const best = 3_000;
  const [winner = 0] = Array.from({ length: 3_000 }, (_, n) => n + 1).filter(
    (n) => (n * 7919) % 3_001 === best,
  );
  t.same(first, { kind: 'movie', text: `Star ${winner % 500}`, id: idOf(winner) });
  t.equal(new Set(others.map(({ text }) => text)).size, 19);
});
