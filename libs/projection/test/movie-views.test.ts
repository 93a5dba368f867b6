import { type Movie, type Ranks, unranked } from '@marquee/contracts';
import {
  buildCastEntry,
  buildMovie,
  buildMovieChanged,
  buildMovieKeys,
  idOf,
} from '@marquee/testing';
import { test } from 'tap';
import { keysOfMovie, MAX_LISTED_JSON_BYTES } from '../src/movie-bodies.js';
import { isRemoval, type Mutation } from '../src/mutation.js';
import { project } from '../src/project.js';
import { tailListsOf } from '../src/tails.js';

const provider = idOf(0xf0);
const neo = idOf(0xa1);
const trinity = idOf(0xa2);

/** Rows of movie lists as `op list bucket key`. */
const places = (mutations: readonly Mutation[]) =>
  mutations.flatMap((m) =>
    m.table === 'movieLists' ? [`${m.op} ${m.list} ${m.bucket} ${m.sortKey}`] : [],
  );
const actorRows = (mutations: readonly Mutation[]) =>
  mutations.flatMap((m) => (m.table === 'actorMovies' ? [`${m.op} ${m.actorId}`] : []));
const puts = (mutations: readonly Mutation[]) =>
  mutations.flatMap((m) => (m.table === 'movieLists' && m.op === 'put' ? [m] : []));

test('a movie with all values stands in six orders of each of its selections', async (t) => {
  const movie = buildMovie({ genres: ['Action'], rating: { average: 5, count: 1 } });
  const ranks = { plays: 1_200, popularity: 1_540 };
  const rows = places(project(buildMovieChanged({ movie, halfStars: 10, ranks }), {}));
  const selections = ['all', 'genre:Action', 'tag:dystopia', 'year:1999', `provider:${provider}`];
  t.same(
    rows,
    selections.flatMap((selection) => [
      `put ${selection}/title 0 matrix`,
      `put ${selection}/releaseDate 0 1999-03-31`,
      `put ${selection}/rating 0 3.18`,
      `put ${selection}/addedAt 0 2026-01-31T09:30:00.000Z`,
      `put ${selection}/plays 0 0000000000001200`,
      `put ${selection}/popularity 0 15.40`,
    ]),
  );
});

test('what has no sort value stands in a bucket of its own', async (t) => {
  const movie = buildMovie({ genres: [], tags: [], releaseDate: null, year: null });
  const rows = places(project(buildMovieChanged({ movie }), {}));
  t.same(
    rows,
    ['all', `provider:${provider}`].flatMap((selection) => [
      `put ${selection}/title 0 matrix`,
      `put ${selection}/addedAt 0 2026-01-31T09:30:00.000Z`,
      `put ${selection}/releaseDate -1 `,
      `put ${selection}/rating+plays+popularity -1 `,
    ]),
  );
});

test('one row stands for all the values of ratings and plays that a movie lacks', async (t) => {
  const rated = { rating: { average: 5, count: 1 } };
  const tailsOf = (movie: Partial<Movie>, ranks: Ranks | undefined) => {
    const event = buildMovieChanged({ movie: buildMovie(movie), ...(ranks && { ranks }) });
    return places(project(event, {})).filter((row) => /^put all.* -1 $/.test(row));
  };
  const cases: readonly (readonly [Partial<Movie>, Ranks | undefined, string | null])[] = [
    [{}, undefined, 'rating+plays+popularity'],
    [{}, unranked, 'rating+plays+popularity'],
    [{}, { plays: 9, popularity: null }, 'rating+popularity'],
    [{}, { plays: 9, popularity: 382 }, 'rating'],
    [rated, unranked, 'plays+popularity'],
    [rated, { plays: 9, popularity: null }, 'popularity'],
    [rated, { plays: 9, popularity: 382 }, null],
  ];
  for (const [movie, ranks, tail] of cases) {
    t.same(tailsOf(movie, ranks), tail === null ? [] : [`put all/${tail} -1 `]);
  }
});

test('the end of an ordering is made of the tails that name it', async (t) => {
  t.same(tailListsOf('genre:a/b/releaseDate'), ['genre:a/b/releaseDate']);
  t.same(tailListsOf('all/rating'), [
    ...['all/rating', 'all/rating+popularity', 'all/rating+plays+popularity'],
  ]);
  t.same(tailListsOf('all/plays'), ['all/plays+popularity', 'all/rating+plays+popularity']);
  t.same(tailListsOf('all/popularity'), [
    ...['all/popularity', 'all/rating+popularity', 'all/plays+popularity'],
    'all/rating+plays+popularity',
  ]);
  for (const list of ['all/title', 'all/addedAt', 'all', 'birthDate:1970-01-01'])
    t.same(tailListsOf(list), [], list);
});

test('a movie that is ranked moves in these two orders alone', async (t) => {
  const movie = buildMovie({ genres: [], tags: [], year: null, releaseDate: null });
  const bare = { genres: [], tags: [], year: null, releaseDate: null };
  const befores = [
    buildMovieKeys(bare),
    buildMovieKeys({ ...bare, ranks: { plays: 9, popularity: null } }),
  ];
  const ranks = { plays: 12, popularity: null };
  const rows = places(project(buildMovieChanged({ movie, ranks, befores }), {}));
  t.same(
    rows.filter((row) => row.startsWith('remove')),
    ['rating+plays+popularity -1 ', 'plays 0 0000000000000009'].flatMap((place) =>
      ['all', `provider:${provider}`].map((selection) => `remove ${selection}/${place}`),
    ),
  );
});

test('split points of a list decide its bucket', async (t) => {
  const splits = {
    'all/title': [
      { sortKey: 'b', id: idOf(0) },
      { sortKey: 'n', id: idOf(0) },
    ],
  };
  const rows = places(
    project(buildMovieChanged({ befores: [buildMovieKeys({ title: 'Z' })] }), splits),
  );
  t.ok(rows.includes('put all/title 1 matrix'));
  t.ok(rows.includes('remove all/title 2 z'));
  t.ok(rows.includes('put year:1999/title 0 matrix'));
});

test('only titles carry what their key was made of', async (t) => {
  for (const { list, sortValue } of puts(project(buildMovieChanged(), {}))) {
    t.equal(sortValue, list.endsWith('/title') ? 'The Matrix' : null);
  }
});

test('a list row holds the whole movie, its summary and what filters test', async (t) => {
  const movie = buildMovie({ language: 'en', rating: { average: 4.5, count: 2 } });
  const mutations = project(buildMovieChanged({ movie, halfStars: 18 }), {});
  const { synopsis: _, cast: __, ...summary } = movie;
  for (const row of puts(mutations)) {
    t.equal(row.fullJson, JSON.stringify(movie));
    t.same(JSON.parse(row.summaryJson), summary);
    t.same(JSON.parse(row.filters), {
      genres: movie.genres,
      tags: movie.tags,
      year: 1999,
      language: 'en',
      provider,
      average: 4.5,
    });
  }
});

test('a movie over 8 KB of UTF-8 is whole in its own row alone', async (t) => {
  const spare = MAX_LISTED_JSON_BYTES - JSON.stringify(buildMovie({ synopsis: '' })).length;
  const bodies = (synopsis: string) => {
    const mutations = project(buildMovieChanged({ movie: buildMovie({ synopsis }) }), {});
    const [byId] = mutations.flatMap((m) => {
      return m.table === 'moviesById' && !isRemoval(m) ? [m] : [];
    });
    return { listed: puts(mutations)[0]?.fullJson, byId: byId?.fullJson };
  };
  const fits = bodies('x'.repeat(spare));
  t.equal(fits.listed, fits.byId);
  t.equal(bodies('x'.repeat(spare + 1)).listed, null);
  t.equal(bodies(`é${'x'.repeat(spare - 1)}`).listed, null, 'bytes count, not characters');
  t.type(bodies('x'.repeat(10_000)).byId, 'string');
});

test('rows at earlier keys go, each once, but for those that the movie still has', async (t) => {
  const befores = [
    buildMovieKeys({ title: 'Matrix, The', genres: ['Action'] }),
    buildMovieKeys({ title: 'Matrix, The', genres: ['Action'], year: 1998 }),
    buildMovieKeys({ title: 'the matrix' }),
  ];
  const movie = buildMovie({ genres: ['Action'], tags: [] });
  const rows = places(project(buildMovieChanged({ movie, befores }), {}));
  const removed = rows.filter((row) => row.startsWith('remove'));
  t.same(removed.sort(), [
    'remove all/title 0 matrix, the',
    'remove genre:Action/title 0 matrix, the',
    'remove genre:Science Fiction/addedAt 0 2026-01-31T09:30:00.000Z',
    'remove genre:Science Fiction/rating+plays+popularity -1 ',
    'remove genre:Science Fiction/releaseDate 0 1999-03-31',
    'remove genre:Science Fiction/title 0 matrix',
    `remove provider:${provider}/title 0 matrix, the`,
    'remove tag:dystopia/addedAt 0 2026-01-31T09:30:00.000Z',
    'remove tag:dystopia/rating+plays+popularity -1 ',
    'remove tag:dystopia/releaseDate 0 1999-03-31',
    'remove tag:dystopia/title 0 matrix',
    'remove tag:dystopia/title 0 matrix, the',
    'remove year:1998/addedAt 0 2026-01-31T09:30:00.000Z',
    'remove year:1998/rating+plays+popularity -1 ',
    'remove year:1998/releaseDate 0 1999-03-31',
    'remove year:1998/title 0 matrix, the',
    'remove year:1999/title 0 matrix, the',
  ]);
  t.equal(new Set(rows).size, rows.length);
  t.ok(rows.lastIndexOf(removed[0] ?? '') > rows.findLastIndex((row) => row.startsWith('put')));
});

test('a first rating leaves the tail of the unrated for that of the unplayed', async (t) => {
  const movie = buildMovie({ genres: [], tags: [], rating: { average: 5, count: 1 } });
  const befores = [buildMovieKeys({ genres: [], tags: [] })];
  const rows = places(project(buildMovieChanged({ movie, halfStars: 10, befores }), {}));
  t.same(
    rows.filter((row) => row.startsWith('remove')),
    ['all', 'year:1999', `provider:${provider}`].map(
      (list) => `remove ${list}/rating+plays+popularity -1 `,
    ),
  );
  t.ok(rows.includes('put all/rating 0 3.18'));
  t.ok(rows.includes('put all/plays+popularity -1 '));
});

test('a deleted movie leaves all its rows and stays by id without a body', async (t) => {
  const befores = [buildMovieKeys({ genres: [], tags: [] })];
  const mutations = project(buildMovieChanged({ movie: null, version: 7, befores }), {});
  t.equal(puts(mutations).length, 0);
  t.equal(places(mutations).length, 12);
  t.same(actorRows(mutations), [`remove ${neo}`]);
  const byId = { table: 'moviesById', id: idOf(1), version: 7, fullJson: null, summaryJson: null };
  t.same(mutations.at(-1), byId);
  t.ok(mutations.every((m) => 'version' in m && m.version === 7));
});

test('a movie made anew after its deletion loses the rows of its former self', async (t) => {
  const movie = buildMovie({ title: 'Reloaded', genres: [], tags: [], cast: [] });
  const befores = [buildMovieKeys({ genres: [], tags: [] })];
  const mutations = project(buildMovieChanged({ movie, befores }), {});
  const rows = places(mutations);
  t.ok(rows.includes('put all/title 0 reloaded'));
  t.ok(rows.includes('remove all/title 0 matrix'));
  t.notOk(rows.some((row) => row.startsWith('remove all/releaseDate')));
  t.same(actorRows(mutations), [`remove ${neo}`]);
});

test('a filmography has one entry for an actor of several parts', async (t) => {
  const cast = [
    buildCastEntry({ actorId: trinity, name: 'Carrie-Anne Moss', character: 'Trinity' }),
    buildCastEntry({ character: 'Thomas Anderson', order: 1 }),
    buildCastEntry({ character: 'Neo', order: 2 }),
  ];
  const gone = idOf(0xa3);
  const befores = [buildMovieKeys({ actorIds: [neo, gone] }), buildMovieKeys({ actorIds: [gone] })];
  const movie = buildMovie({ cast });
  const mutations = project(buildMovieChanged({ movie, befores }), {});
  t.same(actorRows(mutations), [`put ${neo}`, `put ${trinity}`, `remove ${gone}`]);
  const entry = mutations.flatMap((m) => ('entry' in m ? [JSON.parse(m.entry)] : []))[0];
  t.same(entry, {
    ...{ genres: movie.genres, tags: movie.tags, year: 1999, language: 'en', provider },
    average: null,
    keys: { title: 'matrix', releaseDate: '1999-03-31', addedAt: movie.addedAt },
    title: 'The Matrix',
  });
});

test('list rows come first, then the row by id, then the writes that it covers', async (t) => {
  const covers = [{ write: 'w', subject: `movie:${idOf(1)}` }];
  const tables = project(buildMovieChanged({ covers }), {}).map(({ table }) => table);
  const steps = tables.map((table) => {
    if (table === 'appliedWrites') return 3;
    return table === 'moviesById' ? 2 : 1;
  });
  t.same(steps, [...steps].sort());
  t.same(tables.slice(-2), ['moviesById', 'appliedWrites']);
});

test('keys of a movie name each actor once, in order', async (t) => {
  const cast = [neo, trinity, neo].map((actorId) => buildCastEntry({ actorId }));
  t.same(keysOfMovie(buildMovie({ cast: cast.reverse() }), 0).actorIds, [neo, trinity]);
  t.same(keysOfMovie(buildMovie(), 0), buildMovieKeys());
});
