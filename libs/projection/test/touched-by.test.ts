import { test } from 'tap';
import { touchedBy } from '../src/index.js';

const row = { list: 'all/title', bucket: 0, id: 'm1', version: 7 } as const;

test('places that a movie comes to and goes from are touched, each with its list', async (t) => {
  const touched = touchedBy([
    { ...row, table: 'movieLists', op: 'remove', sortKey: 'old' },
    {
      ...{ ...row, table: 'movieLists', op: 'put', sortKey: 'new', sortValue: 'New' },
      ...{ fullJson: '{}', summaryJson: '{}', filters: '{}' },
    },
    { ...row, table: 'movieLists', op: 'remove', list: 'year:1999/title', sortKey: 'old' },
  ]);
  t.same(touched, {
    places: {
      'all/title': [
        ['old', 'm1'],
        ['new', 'm1'],
      ],
      'year:1999/title': [['old', 'm1']],
    },
    filmographies: [],
    totals: [],
  });
});

test('filmographies and totals are touched once each', async (t) => {
  const entry = { table: 'actorMovies', actorId: 'a1', version: 7 } as const;
  const touched = touchedBy([
    { ...entry, op: 'put', id: 'm1', entry: '{}' },
    { ...entry, op: 'remove', id: 'm2' },
    { table: 'totals', selection: 'all', count: 3, version: 7 },
    { table: 'totals', selection: 'all', count: 4, version: 8 },
    { table: 'moviesById', id: 'm1', version: 7, fullJson: null, summaryJson: null },
  ]);
  t.same(touched, { places: {}, filmographies: ['a1'], totals: ['all'] });
});

test('followers of the feed are told how far it goes now', async (t) => {
  const change = {
    table: 'changesByPosition',
    kind: 'movie',
    id: 'm1',
    version: 7,
    at: 1,
  } as const;
  const { position } = touchedBy([
    { ...change, position: 3 },
    { ...change, position: 5 },
    { ...change, position: 4 },
  ]);
  t.equal(position, 5);
});
