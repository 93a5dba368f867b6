import type { Test } from 'tap';
import type { Adapter } from './adapters.js';
import {
  actorEvent,
  fullOf,
  movieEvent,
  permutations,
  place,
  rowsOf,
  summaryOf,
  wholeList,
} from './events.js';

/** Newer versions win, whatever comes first and however often. */
export async function versionsContract(t: Test, adapter: Adapter): Promise<void> {
  const tables = await adapter.tables();

  await t.test('a history in any order leaves the newest rows', async (t) => {
    for (const [index, order] of permutations([0, 1, 2, 3]).entries()) {
      const list = `order:${index}/title`;
      const id = `movie-${index}`;
      const [a, b, c] = [place(list, 'a'), place(list, 'b'), place(list, 'c')];
      const history = [
        movieEvent({ id, version: 10, at: [a] }),
        movieEvent({ id, version: 11, at: [b], gone: [a] }),
        movieEvent({ id, version: 12, at: [a], gone: [b] }),
        movieEvent({ id, version: 13, at: [c], gone: [a, b] }),
      ];
      for (const step of [...order, order[0] ?? 0]) await tables.apply([history[step] ?? []]);
      t.same(await rowsOf(tables, list), [`c ${id}`], `order ${order}`);
      t.same(await tables.moviesById([id], 'full'), [{ id, version: 13, json: fullOf(id, 13) }]);
    }
  });

  await t.test('a deletion and a new beginning in any order end with the newest', async (t) => {
    for (const [index, order] of permutations([0, 1, 2]).entries()) {
      const list = `reborn:${index}/title`;
      const id = `reborn-${index}`;
      const spot = place(list, 'k');
      const history = [
        movieEvent({ id, version: 1, at: [spot], actorIds: [id] }),
        movieEvent({ id, version: 2, at: null, gone: [spot], actorsGone: [id] }),
        movieEvent({ id, version: 3, at: [spot], actorIds: [id] }),
      ];
      await tables.apply(order.map((step) => history[step] ?? []));
      t.same(await rowsOf(tables, list), [`k ${id}`], `order ${order}`);
      t.equal((await tables.actorMovies(id, 10)).length, 1);
      t.same(await tables.moviesById([id], 'summary'), [
        { id, version: 3, json: summaryOf(id, 3) },
      ]);
    }
  });

  await t.test('at one version a removal wins, first or last', async (t) => {
    const spot = place('tie/title', 'k');
    const put = movieEvent({ id: 'tie', version: 5, at: [spot], actorIds: ['tied'] });
    const gone = movieEvent({
      id: 'tie',
      version: 5,
      at: null,
      gone: [spot],
      actorsGone: ['tied'],
    });
    for (const events of [put, gone, put]) {
      await tables.apply([events]);
      if (events === put) continue;
      t.same(await rowsOf(tables, 'tie/title'), []);
    }
    t.same(await rowsOf(tables, 'tie/title'), []);
    t.same(await tables.actorMovies('tied', 10), []);
    t.same(await tables.moviesById(['tie'], 'full'), [null]);

    const actor = place('tie', 'k');
    const event = { id: 'tie', version: 5 };
    const actorEvents = [
      actorEvent({ ...event, at: null, gone: [actor] }),
      actorEvent({ ...event, at: [actor] }),
    ];
    await tables.apply(actorEvents);
    t.same(await tables.listSlice('actorLists', wholeList('tie')), []);
    t.same(await tables.rowsById('actorsById', ['tie']), [null]);
  });

  await t.test('a deleted movie is unknown by id but keeps its version', async (t) => {
    const spot = place('deleted/title', 'k');
    await tables.apply([movieEvent({ id: 'deleted', version: 7, at: [spot] })]);
    await tables.apply([movieEvent({ id: 'deleted', version: 9, at: null, gone: [spot] })]);
    t.same(await tables.moviesById(['deleted'], 'full'), [null]);
    t.same(await tables.versions('moviesById', ['deleted', 'unknown']), new Map([['deleted', 9]]));
    await tables.apply([movieEvent({ id: 'deleted', version: 8, at: [spot] })]);
    t.same(await rowsOf(tables, 'deleted/title'), []);
    t.same(await tables.moviesById(['deleted'], 'full'), [null]);
  });

  await t.test('a text too long for a row lets no older text show', async (t) => {
    const list = 'long/title';
    const spot = place(list, 'k');
    const short = movieEvent({ id: 'long', version: 1, at: [spot] });
    const long = movieEvent({ id: 'long', version: 2, at: [spot] }).map((mutation) =>
      mutation.table === 'movieLists' && mutation.op === 'put'
        ? { ...mutation, fullJson: null, sortValue: null }
        : mutation,
    );
    for (const events of [
      [short, long],
      [long, short],
    ]) {
      await tables.apply(events);
      const [row] = await tables.movieSlice({ ...wholeList(list), columns: 'full' });
      t.same(row, { sortKey: 'k', id: 'long', sortValue: null, json: null });
    }
    const [byId] = await tables.moviesById(['long'], 'full');
    t.equal(byId?.json, fullOf('long', 2));
    await tables.apply([movieEvent({ id: 'long', version: 3, at: [spot] })]);
    const [row] = await tables.movieSlice({ ...wholeList(list), columns: 'full' });
    t.equal(row?.json, fullOf('long', 3));
  });
}
