import fc from 'fast-check';
import { test } from 'tap';
import { createMovieIndex, type MovieIndex } from '../src/index.js';
import { find, idOf, movieOf } from './movies.js';

interface Change {
  readonly n: number;
  readonly version: number;
  readonly words: readonly string[] | null;
}

const words = ['amber', 'ambre', 'the', 'of', 'star', 'stars', 'wars', 'élan', '%', '千'];
const someWords = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 });
const changes = fc
  .array(
    fc.record({ n: fc.integer({ min: 1, max: 6 }), words: fc.option(someWords, { freq: 3 }) }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) => list.map((change, at): Change => ({ ...change, version: at + 1 })));

function apply(index: MovieIndex, { n, version, words: own }: Change): void {
  if (own === null) {
    index.remove(idOf(n), version);
    return;
  }
  const [title = 'x', ...others] = own;
  const parts = {
    title,
    synopsis: others.join(' '),
    actors: others.slice(0, 2),
    genres: [...new Set(others)],
  };
  index.put(movieOf(n, { ...parts, ratings: version % 3, year: 1990 + (version % 5) }), version);
}

/** Everything that can be asked. */
const answersOf = (index: MovieIndex) => [
  ...words.flatMap((word) => [
    find(index, word),
    find(index, `${word} star`),
    find(index, word, { genres: [['star']], years: [{ from: 1991, to: 1993 }] }),
    index.suggest(word, 5),
    index.suggest(word.slice(0, 1), 10),
  ]),
  ...[1, 2, 3, 4, 5, 6].map((n) => index.related(idOf(n), 10)),
  index.size().movies,
];

test('any order and repetition of the versions of movies gives the same answers', async (t) => {
  const property = fc.property(
    changes.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
      ),
    ),
    ([inOrder, shuffled]) => {
      const one = createMovieIndex();
      const other = createMovieIndex();
      for (const change of inOrder) apply(one, change);
      for (const change of shuffled) apply(other, change);
      return JSON.stringify(answersOf(one)) === JSON.stringify(answersOf(other));
    },
  );
  t.doesNotThrow(() => fc.assert(property, { seed: 1, numRuns: 200 }));
});

test('an index that went through changes answers like one that saw only the last of them', async (t) => {
  const property = fc.property(changes, (list) => {
    const changed = createMovieIndex();
    for (const change of list) apply(changed, change);
    const fresh = createMovieIndex();
    const lasts = new Map(list.map((change) => [change.n, change]));
    for (const change of lasts.values()) apply(fresh, change);
    return JSON.stringify(answersOf(changed)) === JSON.stringify(answersOf(fresh));
  });
  t.doesNotThrow(() => fc.assert(property, { seed: 1, numRuns: 200 }));
});
