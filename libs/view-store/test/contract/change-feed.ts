import type { Mutation, PutChange } from '@marquee/projection';
import type { Test } from 'tap';
import type { FeedChange } from '../../src/index.js';
import type { Adapter } from './adapters.js';

const changeAt = (position: number): FeedChange => {
  return { position, kind: 'movie', id: `m${position}`, version: position * 1_000, at: position };
};
const put = (position: number): PutChange => ({
  table: 'changesByPosition',
  ...changeAt(position),
});
const from = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n);

/** Changes in the order of commits, shared by all generations. */
export async function changeFeedContract(t: Test, adapter: Adapter): Promise<void> {
  const tables = await adapter.tables();
  const positionsAfter = async (after: number, limit = 1_000) =>
    (await tables.changes({ after, limit })).map(({ position }) => position);
  const store = (...positions: number[]) =>
    tables.apply(positions.map((position): Mutation[] => [put(position)]));

  await t.test('changes come in order, up to the first that is not there yet', async (t) => {
    t.same(await tables.changes({ after: 0, limit: 10 }), []);
    await store(2, 5, 1);
    t.same(await tables.changes({ after: 0, limit: 10 }), [changeAt(1), changeAt(2)]);
    t.same(await positionsAfter(2), [], 'the third is missing');
    t.same(await positionsAfter(4), [5]);
    await store(4, 3, 3);
    t.same(await positionsAfter(0), [1, 2, 3, 4, 5]);
    t.same(await positionsAfter(1, 2), [2, 3]);
    t.same(await positionsAfter(5), []);
  });

  await t.test('all generations share them', async (t) => {
    const other = await adapter.tables();
    await other.apply([[put(6)], [put(1)]]);
    t.same(await positionsAfter(4), [5, 6]);
    t.same(await other.changes({ after: 5, limit: 1 }), [changeAt(6)]);
  });

  await t.test('ranges of positions are no borders', async (t) => {
    await store(...from(9_990, 30), ...from(19_999, 2), ...from(39_999, 1));
    t.same(await positionsAfter(9_989), from(9_990, 30));
    t.same(await positionsAfter(9_989, 10), from(9_990, 10), 'up to the end of a range');
    t.same(await positionsAfter(9_989, 11), from(9_990, 11));
    t.same(await positionsAfter(9_999), from(10_000, 20));
    t.same(await positionsAfter(19_998), [19_999, 20_000]);
    t.same(await positionsAfter(39_998), [39_999], 'with nothing in the next one');
  });

  await t.test('what is not there can be asked for', async (t) => {
    t.same(await tables.lackingPositions([]), []);
    t.same(await tables.lackingPositions([1, 7, 9_999, 30_000, 20_000]), [7, 30_000]);
  });

  await t.test('the settled position only goes up, for all generations', async (t) => {
    const settledAt = async () => (await tables.feedState())?.settled;
    t.equal(await settledAt(), 0);
    for (const settled of [5, 9, 7]) {
      await tables.apply([[{ table: 'settledPosition', settled }]]);
    }
    t.equal(await settledAt(), 9);
    const other = await adapter.tables();
    t.same(await other.feedState(), await tables.feedState());
  });

  await t.test('a feed keeps its beginning', async (t) => {
    const { beganAt = 0 } = (await tables.feedState()) ?? {};
    t.ok(beganAt > Date.parse('2020-01-01T00:00:00.000Z'));
    await adapter.store.migrate();
    t.equal((await tables.feedState())?.beganAt, beganAt);
  });

  await t.test('a write is known by the highest position of its shares', async (t) => {
    const note = (subject: string, position?: number): Mutation[] => {
      const at = position === undefined ? {} : { position };
      return [{ table: 'appliedWrites', write: 'fed', subject, ...at }];
    };
    t.equal(await tables.appliedPosition('fed'), null);
    await tables.apply([note('movie:1')]);
    t.equal(await tables.appliedPosition('fed'), null, 'it came without');
    await tables.apply([note('movie:2', 7), note('movie:3', 5)]);
    t.equal(await tables.appliedPosition('fed'), 7);
    t.same(
      (await tables.appliedWrites({ after: null, limit: 10 })).covers.toSorted((a, b) =>
        a.subject < b.subject ? -1 : 1,
      ),
      [
        { write: 'fed', subject: 'movie:1' },
        { write: 'fed', subject: 'movie:2', position: 7 },
        { write: 'fed', subject: 'movie:3', position: 5 },
      ],
    );
  });

  await t.test('a generation of an older release knows no positions of writes', async (t) => {
    const older = await adapter.tables({}, 2);
    t.equal(await older.appliedPosition('fed'), null);
    t.same((await older.appliedWrites({ after: null, limit: 10 })).covers, []);
  });
}
