import { test } from 'tap';
import { createMovieIndex } from '../src/index.js';
import { fill, idOf } from './movies.js';

test('who shares more is closer; then cast, directors, genres and tags count in this order', async (t) => {
  const index = createMovieIndex();
  const [ann, bob] = ['Ann', 'Bob'];
  fill(index, [
    {
      title: 'self',
      year: 2000,
      actors: [ann, bob],
      directors: ['Di'],
      genres: ['War'],
      tags: ['t'],
    },
    { title: 'all', actors: [bob, ann], directors: ['Di'], genres: ['War'], tags: ['t'] },
    { title: 'two actors', actors: [ann, bob] },
    { title: 'actor and director', actors: [ann], directors: ['Di'] },
    { title: 'genre and tag', genres: ['War'], tags: ['t'], year: 2000, ratings: 9_000 },
    { title: 'actor', actors: [ann] },
    { title: 'director, near', directors: ['Di'], year: 2001 },
    { title: 'director, far', directors: ['Di'], year: 1950, ratings: 99 },
    { title: 'director, undated', directors: ['Di'], ratings: 9_999 },
    { title: 'tag, rated', tags: ['t'], ratings: 3 },
    { title: 'tag', tags: ['t'] },
    { title: 'nothing', actors: ['Di'], genres: ['t'], tags: ['War'] },
  ]);
  const expected = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(idOf);
  t.same(index.related(idOf(1), 100), expected);
  t.same(index.related(idOf(1), 3), expected.slice(0, 3));
  t.same(index.related(idOf(12), 10), [], 'a person is not a director, nor a tag a genre');
});

test('a movie that is not there has no relatives, and is none', async (t) => {
  const index = createMovieIndex();
  fill(index, [
    { title: 'a', tags: ['x'] },
    { title: 'b', tags: ['x'] },
  ]);
  t.equal(index.related(idOf(3), 10), null);
  index.remove(idOf(2), 9);
  t.equal(index.related(idOf(2), 10), null);
  t.same(index.related(idOf(1), 10), []);
});
