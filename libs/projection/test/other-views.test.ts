import {
  buildAccessKey,
  buildActor,
  buildActorChanged,
  buildActorKeys,
  buildComment,
  buildCommentChanged,
  buildKeyChanged,
  buildMovieChanged,
  buildRatingChanged,
  buildTotalsChanged,
  buildUserRating,
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

test('a comment stands in the lists of its movie and of its author, and by id', async (t) => {
  const record = buildComment({ version: 4 });
  const covers = [{ write: 'w', subject: `comment:${record.id}` }];
  const extra = { ...record, secret: 1 };
  const [json, row] = [JSON.stringify(record), { id: record.id, version: 4 }];
  const place = { bucket: 0, sortKey: record.createdAt, ...row };
  t.same(project(buildCommentChanged({ record: extra, version: 4, covers }), {}), [
    ...[`comments:movie:${record.movieId}`, `comments:user:${record.userId}`].map((list) => {
      return { table: 'commentLists', op: 'put', list, ...place, sortValue: null, json };
    }),
    { table: 'commentsById', ...row, json },
    { table: 'appliedWrites', write: 'w', subject: `comment:${record.id}` },
  ]);
});

test('a comment that goes leaves both lists, and one made anew elsewhere the earlier ones', async (t) => {
  const before = buildComment();
  const lists = (event: ReturnType<typeof buildCommentChanged>) =>
    project(event, {}).flatMap((m) => (m.table === 'commentLists' ? [`${m.op} ${m.list}`] : []));
  const [ofMovie, ofUser] = [before.movieId, before.userId];
  t.same(lists(buildCommentChanged({ record: null, befores: [before] })), [
    `remove comments:movie:${ofMovie}`,
    `remove comments:user:${ofUser}`,
  ]);
  const record = buildComment({ movieId: idOf(7) });
  t.same(lists(buildCommentChanged({ record, befores: [before, before] })), [
    `put comments:movie:${idOf(7)}`,
    `put comments:user:${ofUser}`,
    `remove comments:movie:${ofMovie}`,
  ]);
  const gone = project(buildCommentChanged({ record: null, version: 9 }), {});
  t.same(gone, [{ table: 'commentsById', id: before.id, version: 9, json: null }]);
});

test('a good rating stands in the lists of its user and of its movie, a lesser one in the first', async (t) => {
  const record = buildUserRating({ halfStars: 8, version: 4 });
  const { id, movieId, userId } = record;
  const covers = [{ write: 'w', subject: `rating:${id}` }];
  const json = JSON.stringify({ movieId, userId, halfStars: 8 });
  const place = { bucket: 0, sortKey: '08 2026-01-31', id, version: 4 };
  const put = { table: 'ratingLists', op: 'put', ...place, sortValue: null, json };
  t.same(project(buildRatingChanged({ record, covers }), {}), [
    { ...put, list: `ratings:user:${userId}` },
    { ...put, list: `ratings:movie:${movieId}` },
    { table: 'ratingsById', id, version: 4, json },
    { table: 'appliedWrites', write: 'w', subject: `rating:${id}` },
  ]);
  const lesser = project(buildRatingChanged({ record: { ...record, halfStars: 7 } }), {});
  t.same(
    lesser.flatMap((row) => (row.table === 'ratingLists' ? [row.list] : [])),
    [`ratings:user:${userId}`],
  );
});

test('a rating moves with its stars, and goes where it is taken back', async (t) => {
  const before = buildUserRating({ halfStars: 10 });
  const lists = (event: ReturnType<typeof buildRatingChanged>) =>
    project(event, {}).flatMap((m) =>
      m.table === 'ratingLists' ? [`${m.op} ${m.list.split(':')[1]} ${m.sortKey}`] : [],
    );
  const record = buildUserRating({ halfStars: 2, ratedOn: '2026-02-01' });
  t.same(lists(buildRatingChanged({ record, befores: [before, before] })), [
    'put user 02 2026-02-01',
    'remove user 10 2026-01-31',
    'remove movie 10 2026-01-31',
  ]);
  t.same(lists(buildRatingChanged({ record: null, befores: [record] })), [
    'remove user 02 2026-02-01',
  ]);
  const { id } = before;
  t.same(project(buildRatingChanged({ id, record: null, version: 9 }), {}), [
    { table: 'ratingsById', id, version: 9, json: null },
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
    { ...buildCommentChanged(), positions },
  ]) {
    const { id } = event;
    const kind = event.kind === 'record' ? event.type : event.kind;
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
