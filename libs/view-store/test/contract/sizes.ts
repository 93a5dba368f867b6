import type { Test } from 'tap';
import type { Adapter } from './adapters.js';
import { fullOf, movieEvent, place, rowsOf, wholeList } from './events.js';

const KB = 1_000;

/** What is large: rows, events and calls. */
export async function sizesContract(t: Test, adapter: Adapter): Promise<void> {
  const tables = await adapter.tables();

  await t.test('an event far above what one batch may hold is applied whole', async (t) => {
    const id = 'wide';
    const at = Array.from({ length: 120 }, (_, index) => place(`wide:${index}/title`, 'k'));
    const event = movieEvent({ id, version: 1, at }).map((mutation) =>
      mutation.table === 'movieLists' && mutation.op === 'put'
        ? { ...mutation, fullJson: 'ü'.repeat(3 * KB), summaryJson: 's'.repeat(2 * KB) }
        : mutation,
    );
    await tables.apply([event]);
    for (const { list } of at) t.same(await rowsOf(tables, list), ['k wide']);
  });

  await t.test('a movie with a cast of a thousand is kept whole by id', async (t) => {
    const fullJson = JSON.stringify({ text: 'é'.repeat(150 * KB) });
    const summaryJson = JSON.stringify({ text: 'z'.repeat(10 * KB) });
    const actorIds = Array.from({ length: 1_000 }, (_, index) => `cast-${index}`);
    const event = movieEvent({ id: 'huge', version: 1, at: [place('huge/title', 'k')], actorIds });
    await tables.apply([
      event.map((mutation) => {
        if (mutation.table === 'moviesById') return { ...mutation, fullJson, summaryJson };
        if (mutation.table !== 'movieLists' || mutation.op !== 'put') return mutation;
        return { ...mutation, fullJson: null, summaryJson };
      }),
    ]);
    t.same(await tables.moviesById(['huge'], 'full'), [{ id: 'huge', version: 1, json: fullJson }]);
    t.same(await tables.moviesById(['huge'], 'summary'), [
      { id: 'huge', version: 1, json: summaryJson },
    ]);
    const [row] = await tables.movieSlice({ ...wholeList('huge/title'), columns: 'full' });
    t.equal(row?.json, null);
    for (const actorId of ['cast-0', 'cast-999']) {
      t.equal((await tables.actorMovies(actorId, 10)).length, 1);
    }
  });

  await t.test('a summary above what a batch may hold goes alone', async (t) => {
    const summaryJson = JSON.stringify({ text: 'y'.repeat(60 * KB) });
    const event = movieEvent({
      ...{ id: 'tall', version: 1 },
      at: ['a', 'b', 'c'].map((name) => place(`tall:${name}/title`, 'k')),
    });
    await tables.apply([
      event.map((mutation) =>
        'summaryJson' in mutation ? { ...mutation, summaryJson } : mutation,
      ),
    ]);
    const query = { ...wholeList('tall:b/title'), columns: 'summary' } as const;
    t.equal((await tables.movieSlice(query))[0]?.json, summaryJson);
  });

  await t.test('hundreds of events at once, from several callers, are all applied', async (t) => {
    const events = Array.from({ length: 600 }, (_, index) => {
      const key = `${index}`.padStart(4, '0');
      return movieEvent({ id: `many-${key}`, version: 1, at: [place('many/title', key)] });
    });
    const thirds = [0, 200, 400].map((from) => events.slice(from, from + 200));
    await Promise.all([...thirds, ...thirds].map((some) => tables.apply(some)));
    t.equal((await rowsOf(tables, 'many/title')).length, 600);

    const ids = Array.from({ length: 1_000 }, (_, index) => `many-${`${index}`.padStart(4, '0')}`);
    const versions = await tables.versions('moviesById', ids);
    t.equal(versions.size, 600);
    t.same([...versions.keys()].toSorted(), ids.slice(0, 600));
    const wanted = ids.slice(550, 650).toReversed();
    const found = await tables.moviesById(wanted, 'full');
    t.same(
      found.map((movie) => movie?.json ?? null),
      wanted.map((id) => (versions.has(id) ? fullOf(id, 1) : null)),
      'in the order asked',
    );
  });
  await tables.apply([]);
  await tables.apply([[]]);
}
