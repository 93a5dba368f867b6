/** Whatever the order and repetition of a history's events, the view is that of the final state. */
import { isDeepStrictEqual } from 'node:util';
import {
  type Movie,
  type MovieChanged,
  type MovieKeys,
  type Ranks,
  type SplitPoints,
  unranked,
} from '@marquee/contracts';
import { buildCastEntry, buildMovie, idOf, referenceView } from '@marquee/testing';
import fc from 'fast-check';
import { test } from 'tap';
import { keysOfMovie } from '../src/movie-bodies.js';
import { project } from '../src/project.js';

type State = {
  readonly movie: Movie;
  readonly halfStars: number;
  readonly ranks: Ranks;
} | null;

const splits: SplitPoints = {
  'all/title': [{ sortKey: 'm', id: idOf(0) }],
  'all/rating': [{ sortKey: '3.10', id: idOf(2) }],
  'all/popularity': [{ sortKey: '05.00', id: idOf(0) }],
};

const content = fc.record({
  title: fc.constantFrom('Alien', 'The Matrix', 'the matrix', 'Éden'),
  releaseDate: fc.constantFrom(null, '1999-03-31', '1999-04-01'),
  year: fc.constantFrom(null, 1999, 2003),
  genres: fc.subarray(['Action', 'Drama']),
  tags: fc.subarray(['dystopia']),
  cast: fc.subarray([buildCastEntry(), buildCastEntry({ actorId: idOf(0xa2), name: 'Moss' })]),
});

const ranks = fc.constantFrom<Ranks>(
  unranked,
  { plays: 9, popularity: null },
  { plays: 9, popularity: 382 },
  { plays: 120, popularity: 832 },
);

/** What happens to one of two movies: it is saved, rated, ranked, or deleted; the id may live again. */
const step = fc.record({
  id: fc.constantFrom(idOf(1), idOf(2)),
  change: fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('save' as const), content }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('rate' as const),
        count: fc.integer({ min: 0, max: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('rank' as const), ranks }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const) }) },
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function after(state: State, { id, change }: Step, version: number): State {
  switch (change.kind) {
    case 'save': {
      const kept = state ?? { movie: buildMovie({ id }), halfStars: 0, ranks: unranked };
      return { ...kept, movie: { ...kept.movie, ...change.content, version } };
    }
    case 'rate': {
      if (state === null) return null;
      const { count } = change;
      const rating = { average: count === 0 ? null : 4, count };
      return { ...state, movie: { ...state.movie, version, rating }, halfStars: 8 * count };
    }
    case 'rank':
      if (state === null) return null;
      return { ...state, movie: { ...state.movie, version }, ranks: change.ranks };
    case 'delete':
      return null;
  }
}

interface History {
  readonly events: readonly MovieChanged[];
  /** Each movie's last version, without what came before. */
  readonly last: readonly MovieChanged[];
}

/** An event for each step, with all befores so far, as the write model keeps them. */
function historyOf(steps: readonly Step[]): History {
  const states = new Map<string, State>();
  const befores = new Map<string, MovieKeys[]>();
  const last = new Map<string, MovieChanged>();
  const events = steps.map((step, index): MovieChanged => {
    const { id } = step;
    const state = states.get(id) ?? null;
    const kept = befores.get(id) ?? [];
    if (state !== null) kept.push(keysOfMovie(state.movie, state.halfStars, state.ranks));
    befores.set(id, kept);
    const next = after(state, step, index + 1);
    states.set(id, next);
    const movie = next?.movie ?? null;
    const { halfStars = 0, ranks = unranked } = next ?? {};
    const version = index + 1;
    const event = { kind: 'movie', id, version, movie, halfStars, ranks, covers: [] } as const;
    last.set(id, { ...event, befores: [] });
    return { ...event, befores: [...kept] };
  });
  return { events, last: [...last.values()] };
}

function rowsAfter(events: readonly MovieChanged[]): readonly string[] {
  const view = referenceView();
  for (const event of events) for (const mutation of project(event, splits)) view.apply(mutation);
  return view.rows();
}

const steps = fc.array(step, { minLength: 1, maxLength: 8 });

test('events in any order, each at least once, leave the view of the last state', async () => {
  const schedule = steps.chain((steps) => {
    const indexes = steps.map((_, index) => index);
    const repeated = fc.array(fc.constantFrom(...indexes), { maxLength: 6 });
    return repeated.chain((more) =>
      fc.record({
        history: fc.constant(historyOf(steps)),
        order: fc.shuffledSubarray([...indexes, ...more], {
          minLength: indexes.length + more.length,
        }),
      }),
    );
  });
  fc.assert(
    fc.property(schedule, ({ history: { events, last }, order }) => {
      const delivered = order.flatMap((index) => events[index] ?? []);
      return isDeepStrictEqual(rowsAfter(delivered), rowsAfter(last));
    }),
    { numRuns: 300 },
  );
});

test('every permutation of a history of four leaves the same view', async () => {
  const short = fc.array(step, { minLength: 4, maxLength: 4 }).map(historyOf);
  fc.assert(
    fc.property(short, ({ events, last }) => {
      const expected = rowsAfter(last);
      return permutations(events).every((order) => isDeepStrictEqual(rowsAfter(order), expected));
    }),
    { numRuns: 20 },
  );
});

test('a late event that carries all befores makes up for those that were lost', async () => {
  fc.assert(
    fc.property(steps.map(historyOf), fc.array(fc.boolean()), ({ events, last }, lost) => {
      const finals = new Map(events.map((event) => [event.id, event]));
      const kept = events.filter((event, index) => !lost[index] || finals.get(event.id) === event);
      return isDeepStrictEqual(rowsAfter(kept.reverse()), rowsAfter(last));
    }),
    { numRuns: 300 },
  );
});

test('mutations of one event, halfway and again in any order, end the same', async () => {
  const cut = fc.tuple(steps.map(historyOf), fc.nat({ max: 100 }));
  fc.assert(
    fc.property(cut, ([{ events, last }, percent]) => {
      const view = referenceView();
      const mutations = events.map((event) => project(event, splits));
      for (const rows of mutations) {
        for (const row of rows.slice(0, (rows.length * percent) / 100)) view.apply(row);
      }
      for (const row of mutations.flat().reverse()) view.apply(row);
      return isDeepStrictEqual(view.rows(), rowsAfter(last));
    }),
    { numRuns: 200 },
  );
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
