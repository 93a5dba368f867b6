import {
  buildAccessKey,
  buildActor,
  buildActorChanged,
  buildActorKeys,
  buildKeyChanged,
  buildMovieChanged,
  buildTotalsChanged,
  idOf,
} from '@marquee/testing';
import { test } from 'tap';
import { isRemoval, type Mutation } from '../src/mutation.js';
import { project } from '../src/project.js';

const places = (mutations: readonly Mutation[]) =>
  mutations.flatMap((m) =>
    m.table === 'actorLists' ? [`${m.op} ${m.list} ${m.bucket} ${m.sortKey}`] : [],
  );

test('an actor stands by folded name in the list of all and in that of a birth date', async (t) => {
  const actor = buildActor({ name: 'Élodie Bouchez', birthDate: '1973-04-05', version: 3 });
  const mutations = project(buildActorChanged({ actor }), {});
  t.same(places(mutations), [
    'put all 0 elodie bouchez',
    'put birthDate:1973-04-05 0 elodie bouchez',
  ]);
  const json = JSON.stringify(actor);
  t.match(mutations[0], { sortValue: 'Élodie Bouchez', version: 3, json });
  t.same(mutations.at(-1), { table: 'actorsById', id: actor.id, version: 3, json });
});

test('an actor without a birth date stands in the list of all alone', async (t) => {
  const actor = buildActor({ birthDate: null });
  t.same(places(project(buildActorChanged({ actor }), {})), ['put all 0 keanu reeves']);
});

test('an actor with a new name leaves the rows at the earlier one', async (t) => {
  const befores = [
    buildActorKeys({ name: 'K. Reeves' }),
    buildActorKeys({ name: 'K. Reeves', birthDate: null }),
    buildActorKeys({ name: 'KEANU REEVES' }),
  ];
  const splits = { all: [{ sortKey: 'k', id: idOf(0) }] };
  t.same(places(project(buildActorChanged({ befores }), splits)), [
    'put all 1 keanu reeves',
    'put birthDate:1964-09-02 0 keanu reeves',
    'remove all 1 k. reeves',
    'remove birthDate:1964-09-02 0 k. reeves',
  ]);
});

test('a deleted actor leaves all lists and stays by id without a body', async (t) => {
  const befores = [buildActorKeys()];
  const mutations = project(buildActorChanged({ actor: null, version: 9, befores }), {});
  t.same(places(mutations), [
    'remove all 0 keanu reeves',
    'remove birthDate:1964-09-02 0 keanu reeves',
  ]);
  t.same(mutations.at(-1), { table: 'actorsById', id: idOf(0xa1), version: 9, json: null });
});

test('what the write model knows of an actor besides stays out of the view', async (t) => {
  const actor = { ...buildActor(), editedVersion: 1, movieCount: 3 };
  const [byId] = project(buildActorChanged({ actor }), {}).flatMap((m) => {
    return m.table === 'actorsById' && !isRemoval(m) ? [m] : [];
  });
  t.equal(byId?.json, JSON.stringify(buildActor()));
});

test('totals of genres and tags are their tables too', async (t) => {
  const totals = [
    { selection: 'all', count: 3, version: 1 },
    { selection: 'genre:Film: noir', count: 2, version: 2 },
    { selection: 'tag:genre:x', count: 0, version: 3 },
    { selection: `actor:${idOf(1)}`, count: 1, version: 4 },
    { selection: 'actors', count: 1, version: 5 },
  ];
  const covers = [{ write: 'w', subject: 'totals:0' }];
  t.same(project(buildTotalsChanged({ totals, covers }), {}), [
    { table: 'genres', name: 'Film: noir', movies: 2, version: 2 },
    { table: 'tags', name: 'genre:x', movies: 0, version: 3 },
    ...totals.map((total) => ({ table: 'totals', ...total })),
    { table: 'appliedWrites', write: 'w', subject: 'totals:0' },
  ]);
});

test('writes are noted last, one row for each subject', async (t) => {
  const subject = `actor:${idOf(0xa1)}`;
  const covers = [
    { write: 'first', subject },
    { write: 'second', subject },
  ];
  t.same(
    project(buildActorChanged({ covers }), {}).slice(-2),
    covers.map((cover) => ({ table: 'appliedWrites', ...cover })),
  );
});

test('a key is one row, of what checking it takes and nothing else', async (t) => {
  const event = buildKeyChanged({ version: 4, revoked: true });
  const key = { ...event.key, name: 'importer', createdAt: 1 };
  const json = JSON.stringify(buildAccessKey({ version: 4, revoked: true }));
  t.same(project({ ...event, key }, {}), [
    { table: 'accessKeys', id: idOf(0xb1), version: 4, json },
  ]);
});

test('each change that an event tells of is a row of the feed, whatever its kind', async (t) => {
  const positions = [
    { position: 8, version: 3, at: 1_000 },
    { position: 9, version: 4, at: 2_000 },
  ];
  for (const event of [
    buildMovieChanged({ positions }),
    buildActorChanged({ positions }),
    { ...buildKeyChanged(), positions },
  ]) {
    const { kind, id } = event;
    t.same(
      project(event, {}).filter(({ table }) => table === 'changesByPosition'),
      [
        { table: 'changesByPosition', position: 8, kind, id, version: 3, at: 1_000 },
        { table: 'changesByPosition', position: 9, kind, id, version: 4, at: 2_000 },
      ],
    );
  }
  const [change] = positions.slice(0, 1);
  t.match(project(buildTotalsChanged({ totals: [], positions: positions.slice(0, 1) }), {}), [
    { table: 'changesByPosition', kind: 'totals', id: '', ...change },
  ]);
  t.notOk(project(buildMovieChanged(), {}).some(({ table }) => table === 'changesByPosition'));
});

test('the note of a write says where its change stands in the feed', async (t) => {
  const covers = [{ write: 'w', subject: 'totals:0', position: 8 }];
  t.same(project(buildTotalsChanged({ totals: [], covers }), {}), [
    { table: 'appliedWrites', write: 'w', subject: 'totals:0', position: 8 },
  ]);
});

test('a heartbeat tells up to where the view has all changes', async (t) => {
  const beat = { kind: 'heartbeat', at: 5, oldestUnconfirmedAt: null } as const;
  t.match(project({ ...beat, settledPosition: 7 }, {}), [
    { table: 'heartbeat' },
    { table: 'settledPosition', settled: 7 },
  ]);
  t.equal(project({ ...beat, settledPosition: 0 }, {}).length, 1, 'there is none yet');
});

test('a heartbeat is one row', async (t) => {
  t.same(project({ kind: 'heartbeat', at: 5, oldestUnconfirmedAt: null }, {}), [
    { table: 'heartbeat', at: 5, oldestUnconfirmedAt: null, version: 5_000 },
  ]);
  t.match(project({ kind: 'heartbeat', at: 5, oldestUnconfirmedAt: null, version: 7_001 }, {}), [
    { at: 5, version: 7_001 },
  ]);
});
