import { MovieInput } from '@marquee/contracts';
import { project } from '@marquee/projection';
import { test } from 'tap';
import { Value } from 'typebox/value';
import {
  actorName,
  type GeneratedMovie,
  generateMovie,
  generateMovies,
} from './catalogues/generate-movies.js';
import { generatedEvents } from './catalogues/generated-events.js';
import { quantile } from './harness/statistics.js';

const options = { seed: 7, count: 5_000 };
const movies = [...generateMovies(options)];

test('equal seeds give equal movies, others do not', async (t) => {
  t.same(generateMovie(77, options), movies[77]);
  t.not(generateMovie(77, { ...options, seed: 8 }).input.title, movies[77]?.input.title);
});

test('every movie is one that can be written, and has an id of its own', async (t) => {
  for (const { input } of movies) {
    if (!Value.Check(MovieInput, input)) t.fail('not a movie', { input });
  }
  t.equal(new Set(movies.map(({ input }) => input.id)).size, options.count);
});

test('numbers of actors are names of their own', async (t) => {
  t.equal(new Set(Array.from({ length: 100_000 }, (_, n) => actorName(n))).size, 100_000);
});

test('casts, genres and parts are as skewed as those of real movies', async (t) => {
  const of = (pick: (movie: GeneratedMovie) => number) => {
    const values = movies.map(pick);
    return [0.1, 0.5, 0.9, 0.99].map((share) => quantile(values, share));
  };
  const near = (found: readonly number[], expected: readonly number[], what: string) => {
    const isNear = found.every((value, at) => {
      const other = expected[at] ?? 0;
      return Math.abs(value - other) <= Math.max(1, other * 0.3);
    });
    t.ok(isNear, `${what}: ${found} where real ones have ${expected}`);
  };
  near(
    of(({ actors }) => actors.length),
    [2, 3, 6, 23],
    'actors of a movie',
  );
  near(
    of(({ input }) => input.genres?.length ?? 0),
    [1, 2, 3, 4],
    'genres of a movie',
  );
  near(
    of(({ input }) => input.synopsis?.length ?? 300),
    [138, 288, 544, 847],
    'length of synopses',
  );
  const parts = new Map<number, number>();
  for (const actor of movies.flatMap(({ actors }) => actors)) {
    parts.set(actor, (parts.get(actor) ?? 0) + 1);
  }
  const counts = [...parts.values()];
  near(
    [0.5, 0.9].map((share) => quantile(counts, share)),
    [1, 11],
    'movies of an actor',
  );
});

test('the events of a catalogue are its movies, its actors and their true totals', async (t) => {
  const few = { seed: 3, count: 40 };
  const events = [...generatedEvents(few)];
  const kinds = events.map(({ kind }) => kind);
  const actors = new Set([...generateMovies(few)].flatMap((movie) => movie.actors));
  t.equal(kinds.filter((kind) => kind === 'movie').length, few.count);
  t.equal(kinds.filter((kind) => kind === 'actor').length, actors.size);
  const mutations = events.flatMap((event) => project(event, {}));
  const totals = mutations.flatMap((row) =>
    row.table === 'totals' && 'count' in row ? [[row.selection, row.count] as const] : [],
  );
  t.equal(new Map(totals).get('all'), few.count);
  t.equal(new Map(totals).get('actors'), actors.size);
});
