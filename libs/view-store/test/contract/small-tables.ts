import { type Mutation, project } from '@marquee/projection';
import { buildKeyChanged, idOf } from '@marquee/testing';
import type { Test } from 'tap';
import type { Adapter } from './adapters.js';
import { permutations } from './events.js';

/** Totals, names, applied writes, heartbeats, keys. */
export async function smallTablesContract(t: Test, adapter: Adapter): Promise<void> {
  const tables = await adapter.tables();

  await t.test('totals and names keep their newest count', async (t) => {
    for (const [index, order] of permutations([1, 2, 3]).entries()) {
      const selection = `genre:G${index}`;
      const name = `G${index}`;
      for (const version of order) {
        const movies = version * 10;
        await tables.apply([
          [
            { table: 'totals', selection, count: movies, version },
            { table: 'genres', name, movies, version },
          ],
        ]);
      }
      const totals = await tables.totals([selection, 'never counted']);
      t.same(totals, new Map([[selection, { count: 30, version: 3 }]]));
      const names = await tables.names('genres');
      t.same(names.at(-1), { name, movies: 30 });
    }
  });

  await t.test('names come by code units, without those of no movie', async (t) => {
    t.same(await tables.names('tags'), []);
    const count = (name: string, movies: number, version = 1): Mutation => ({
      ...{ table: 'tags', name, movies, version },
    });
    const names = ['b', 'B', 'é', '\u{1f600}', '\u{fb01}', 'gone', 'never'];
    await tables.apply([names.map((name) => count(name, name === 'never' ? 0 : 2))]);
    await tables.apply([[count('gone', 0, 2)]]);
    const found = await tables.names('tags');
    t.same(
      found.map(({ name }) => name),
      ['B', 'b', 'é', '\u{1f600}', '\u{fb01}'],
    );
  });

  await t.test('applied writes are counted once each, up to what is asked', async (t) => {
    const note = (write: string, subject: string): Mutation[] => [
      { table: 'appliedWrites', write, subject },
    ];
    t.equal(await tables.appliedSubjects('w1', 10), 0);
    const subjects = ['movie:1', 'movie:2', 'actor:3', 'movie:1'];
    await tables.apply(subjects.map((subject) => note('w1', subject)));
    await tables.apply([note('w2', 'movie:1')]);
    t.equal(await tables.appliedSubjects('w1', 10), 3);
    t.equal(await tables.appliedSubjects('w1', 2), 2);
    t.equal(await tables.appliedSubjects('w1', 0), 0);
    t.equal(await tables.appliedSubjects('w2', 10), 1);
    const shares = [
      { write: 'w1', subject: 'movie:1' },
      { write: 'w1', subject: 'movie:4' },
      { write: 'w2', subject: 'movie:1' },
      { write: 'w2', subject: 'movie:2' },
      { write: 'w3', subject: 'movie:1' },
    ];
    t.same(await tables.unapplied(shares), [shares[1], shares[3], shares[4]]);
    t.same(await tables.unapplied([]), []);

    for (const limit of [1, 2, 3, 100]) {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const slice = await tables.appliedWrites({ after, limit });
        found.push(...slice.covers.map(({ write, subject }) => `${write} ${subject}`));
        after = slice.next;
      } while (after !== null);
      const all = ['w1 actor:3', 'w1 movie:1', 'w1 movie:2', 'w2 movie:1'];
      t.same(found.toSorted(), all, `all of them, ${limit} at a time`);
    }
  });

  const beat = async (at: number, oldestUnconfirmedAt: number | null, version = at * 1_000) => {
    await tables.apply([[{ table: 'heartbeat', at, oldestUnconfirmedAt, version }]]);
    const { version: _, ...beat } = (await tables.heartbeat()) ?? { version: 0 };
    return beat;
  };

  await t.test('heartbeats only move forward', async (t) => {
    t.equal(await tables.heartbeat(), null);
    t.same(await beat(2_000, 1_500), { at: 2_000, oldestUnconfirmedAt: 1_500 });
    t.same(await beat(1_000, 900), { at: 2_000, oldestUnconfirmedAt: 1_500 });
    t.same(await beat(3_000, null), { at: 3_000, oldestUnconfirmedAt: null });
  });

  await t.test('but for one above the version that is there: its clock was set back', async (t) => {
    for (const at of [500, 501, 502]) {
      const { version = 0 } = (await tables.heartbeat()) ?? {};
      t.same(await beat(at, null, Math.max(at * 1_000, version + 1)), {
        ...{ at, oldestUnconfirmedAt: null },
      });
    }
    t.same(
      await beat(400, null),
      { at: 502, oldestUnconfirmedAt: null },
      'late ones are still late',
    );
  });

  await t.test('keys are found by id at their newest version', async (t) => {
    const [made, revoked] = [
      buildKeyChanged({ version: 1 }),
      buildKeyChanged({ version: 2, revoked: true }),
    ];
    const other = buildKeyChanged({ id: idOf(0xb2) });
    for (const event of [revoked, made, other]) await tables.apply([project(event, {})]);
    const [none, first, second] = await tables.rowsById('accessKeys', [
      idOf(9),
      revoked.id,
      other.id,
    ]);
    t.equal(none, null);
    t.match(first, { id: revoked.id, version: 2 });
    t.same(JSON.parse(first?.json ?? ''), revoked.key);
    t.same(JSON.parse(second?.json ?? ''), other.key);
  });

  await t.test('a filmography is read up to its limit', async (t) => {
    const put = (id: string): Mutation => ({
      ...{ table: 'actorMovies', op: 'put', actorId: 'star', id, version: 1, entry: `{"${id}":1}` },
    });
    await tables.apply([[put('m1'), put('m2'), put('m3')]]);
    const all = await tables.actorMovies('star', 10);
    t.same(
      all.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      ['m1', 'm2', 'm3'].map((id) => ({ id, entry: `{"${id}":1}` })),
    );
    t.equal((await tables.actorMovies('star', 2)).length, 2);
  });
}
