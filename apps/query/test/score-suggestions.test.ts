import t from 'tap';
import { bestMovies, likeMinded } from '../src/suggest/score-suggestions.js';

const rating = (movieId: string, userId: string, halfStars: number) => {
  return { movieId, userId, halfStars };
};

t.test('those who share most of the movies are asked first', async (t) => {
  const ratings = [
    ...[rating('a', 'zoe', 8), rating('b', 'zoe', 9)],
    ...[rating('a', 'bob', 10), rating('a', 'ann', 10)],
    ...[rating('a', 'me', 10), rating('b', 'me', 10)],
    rating('b', 'cyd', 7),
  ];
  t.same(likeMinded('me', ratings, 10), ['zoe', 'ann', 'bob']);
  t.same(likeMinded('me', ratings, 2), ['zoe', 'ann']);
  t.same(likeMinded('me', [], 2), []);
});

t.test('movies come by the sum of good ratings, then by id', async (t) => {
  const ratings = [
    ...[rating('d', 'ann', 10), rating('c', 'ann', 10)],
    ...[rating('b', 'ann', 8), rating('b', 'bob', 8)],
    ...[rating('e', 'ann', 7), rating('e', 'bob', 7), rating('e', 'cyd', 7)],
    rating('known', 'ann', 10),
  ];
  t.same(bestMovies(ratings, new Set(['known'])), ['b', 'c', 'd']);
});
