import { newId, newWrite, saveMovieBatch } from '@marquee/command';
import { type WriteStore, WriteStoreUnavailable } from '@marquee/write-store';
import t from 'tap';
import { callers, startCommandApi } from './command-fixture.js';

const nobody = '01890000-0000-7000-8000-00000000dead';
const ids = [1, 2, 3].map((n) => `01890000-0000-7000-8000-00000000000${n}`);

async function startBatches(t: Parameters<typeof startCommandApi>[0]) {
  const api = await startCommandApi(t);
  return {
    ...api,
    async batch(...movies: unknown[]) {
      const answer = await api.send('POST', '/movies/batch', { movies });
      return { ...answer, results: answer.body.results };
    },
    titleOf: async (id: string | null) => (await api.send('PATCH', `/movies/${id}`, {})).body.title,
  };
}

t.test('rows are created, or replace what has their id or identifiers', async (t) => {
  const { batch, titleOf, tokenOf } = await startBatches(t);
  const first = await batch(
    { id: ids[0], title: 'A' },
    { title: 'B', tmdbId: 1 },
    { title: 'C', imdbId: 'tt1' },
  );
  t.equal(first.status, 200);
  t.match(
    first.results,
    [0, 1, 2].map((index) => ({ index, status: 201, id: String, version: Number })),
  );
  t.ok(tokenOf(first).subjects >= 3);
  const second = await batch(
    { id: ids[0]?.toUpperCase(), title: 'A2' },
    { title: 'B2', tmdbId: 1 },
    { title: 'C2', imdbId: 'tt1', id: ids[2] },
    { title: 'D' },
  );
  const made = first.results.map(({ id }) => id);
  t.match(second.results, [
    { status: 200, id: made[0] },
    { status: 200, id: made[1] },
    { status: 200, id: made[2] },
    { status: 201 },
  ]);
  t.equal(await titleOf(made[2] ?? null), 'C2');
  t.ok(first.results.every(({ version }, i) => (version ?? 0) < (second.results[i]?.version ?? 0)));
});

t.test('whatever is wrong in a row fails that row alone', async (t) => {
  const { send, batch } = await startBatches(t);
  await send('POST', '/movies', { id: ids[0], title: 'A', tmdbId: 1 });
  await send('POST', '/movies', { id: ids[1], title: 'B', imdbId: 'tt2' });
  await send('POST', '/movies', { id: ids[2], title: 'C' }, { as: 'rival' });
  const deep = JSON.parse(`${'['.repeat(20)}${']'.repeat(20)}`);
  const rows: readonly [row: unknown, status: number, code?: string, pointers?: string[]][] = [
    [{ title: 'Good' }, 201],
    [
      { title: '', year: 'x', genres: ['a,b'], huh: 1 },
      400,
      'invalid-input',
      ['/huh', '/title', '/year', '/genres/0'],
    ],
    [{}, 400, 'invalid-input', ['/title']],
    [null, 400, 'invalid-input', ['']],
    ['x', 400, 'invalid-input', ['']],
    [[], 400, 'invalid-input', ['']],
    [deep, 400, 'invalid-input', ['']],
    [{ title: deep }, 400, 'invalid-input', ['/title']],
    [{ title: 'A', releaseDate: '1999-01-01', year: 2000 }, 400, 'invalid-input', ['/year']],
    [
      { title: 'A', cast: [{ name: 'Nobody' }, { actorId: nobody }] },
      400,
      'invalid-input',
      ['/cast/1/actorId'],
    ],
    [{ id: ids[0], title: 'A', imdbId: 'tt2' }, 409, 'already-exists'],
    [{ title: 'A', tmdbId: 1, imdbId: 'tt2' }, 409, 'already-exists'],
    [{ id: ids[2], title: 'C' }, 403, 'forbidden'],
    [{ title: 'Good too', cast: [{ name: 'Somebody' }] }, 201],
    [{ id: ids[0], title: 'A', tmdbId: 1 }, 200],
  ];
  const { status, results } = await batch(...rows.map(([row]) => row));
  t.equal(status, 200);
  t.equal(results.length, rows.length);
  for (const [index, [, rowStatus, code, pointers]] of rows.entries()) {
    const result = results[index];
    t.match(result, { index, status: rowStatus }, `row ${index}`);
    t.equal(result?.problem?.code, code, `row ${index}`);
    const named = result?.problem?.errors?.map(({ pointer }) => pointer);
    if (pointers) t.strictSame(new Set(named), new Set(pointers), `row ${index}`);
    if (code !== undefined) t.match(result, { id: null, version: null });
  }
});

t.test('two rows about one movie: the second replaces the first', async (t) => {
  const { batch, titleOf, tokenOf } = await startBatches(t);
  const rows = Array.from({ length: 120 }, (_, i) => ({ title: `Movie ${i}`, tmdbId: 1_000 + i }));
  const answer = await batch({ tmdbId: 5, title: 'First' }, ...rows, { tmdbId: 5, title: 'Last' });
  const [first, last] = [answer.results[0], answer.results.at(-1)];
  t.match([first, last], [{ status: 201 }, { status: 200, id: first?.id }]);
  t.equal(await titleOf(first?.id ?? null), 'Last');
  t.ok(tokenOf(answer).subjects >= 121);
});

t.test('a row that the store refuses leaves the others of its transaction stored', async (t) => {
  const { batch } = await startBatches(t);
  await batch({ id: ids[0], title: 'A', tmdbId: 1 }, { id: ids[1], title: 'B', tmdbId: 2 });
  const swapped = await batch(
    { id: ids[0], title: 'A' },
    { id: ids[1], title: 'B', tmdbId: 1 },
    { id: ids[0], title: 'A', tmdbId: 2 },
    { title: 'C' },
  );
  t.match(
    swapped.results.map(({ status }) => status),
    [200, 200, 200, 201],
  );
});

t.test('500 rows are stored; only a wrong envelope is refused', async (t) => {
  const { send, batch, inject } = await startBatches(t);
  const many = Array.from({ length: 500 }, (_, i) => ({
    title: `Movie ${i}`,
    synopsis: 'x'.repeat(9_000),
  }));
  const { results } = await batch(...many);
  t.ok(results.length === 500 && results.every(({ status }) => status === 201));
  const url = '/movies/batch';
  for (const [body, pointer] of [
    [{}, '/movies'],
    [{ movies: {} }, '/movies'],
    [{ movies: [] }, '/movies'],
    [{ movies: [...many, {}] }, '/movies'],
    [{ movies: [{ title: 'A' }], more: 1 }, '/more'],
    [[], ''],
  ] as const) {
    const answer = await send('POST', url, body);
    t.match(answer, { status: 400, body: { errors: [{ pointer }] } });
  }
  const payload = `{"movies":["${'x'.repeat(10 * 1024 * 1024)}"]}`;
  const headers = { 'content-type': 'application/json' };
  t.equal((await inject({ method: 'POST', url, payload, headers })).status, 413);
  t.equal((await send('POST', url, { movies: [{ title: 'A' }] }, { as: 'viewer' })).status, 403);
  t.equal((await send('POST', url, { movies: [] }, { as: null })).status, 401);
});

t.test('rows that change nothing keep their version', async (t) => {
  const { batch, tokenOf } = await startBatches(t);
  const row = { id: ids[0], title: 'A', cast: [{ name: 'Somebody' }] };
  const [first] = (await batch(row)).results;
  const again = await batch(row);
  t.strictSame(again.results, [{ ...first, status: 200 }]);
  t.ok(tokenOf(again).write);
});

t.test('an import in mode createOnly leaves alone what exists or existed', async (t) => {
  const { store, send } = await startCommandApi(t);
  await send('POST', '/movies', { id: ids[0], title: 'Edited', tmdbId: 1 });
  await send('POST', '/movies', { id: ids[1], title: 'Deleted' });
  await send('DELETE', `/movies/${ids[1]}`);
  const deps = { writeStore: store, now: Date.now, newId, newWrite };
  const rows = [
    { id: ids[0], title: 'As imported' },
    { id: ids[1], title: 'As imported' },
    { title: 'As imported', tmdbId: 1 },
    { id: ids[2], title: 'As imported' },
    { id: ids[2], title: 'As imported again' },
    { title: '' },
  ];
  const options = { caller: callers.administrator, mode: 'createOnly' } as const;
  const saved = await saveMovieBatch(deps, rows, options);
  t.match(saved.rows, [
    { status: 200, id: ids[0], unchanged: true },
    { status: 200, id: ids[1], unchanged: true, version: null },
    { status: 200, id: ids[0], unchanged: true },
    { status: 201, id: ids[2], unchanged: false },
    { status: 200, id: ids[2], unchanged: true },
    { rejected: { code: 'invalid-input' } },
  ]);
  t.equal((await send('PATCH', `/movies/${ids[0]}`, {})).body.title, 'Edited');
});

t.test(
  'a store that goes away midway fails the rows that are left, and at the start all',
  async (t) => {
    const { store } = await startCommandApi(t);
    const rows = Array.from({ length: 120 }, (_, n) => ({ title: `Movie ${n}` }));
    const options = { caller: callers.administrator, mode: 'upsert' } as const;
    const saveWith = async (writesLeft: number) => {
      const going: WriteStore = {
        ...store,
        async write(work, writeOptions) {
          if (writesLeft-- <= 0) throw new WriteStoreUnavailable('gone');
          return await store.write(work, writeOptions);
        },
      };
      return await saveMovieBatch(
        { writeStore: going, now: Date.now, newId, newWrite },
        rows,
        options,
      );
    };
    const { rows: saved } = await saveWith(1);
    t.equal(saved.length, rows.length);
    t.match(saved[49], { index: 49, status: 201 });
    t.match(saved.slice(50), { 0: { rejected: { code: 'unavailable' } }, length: 70 });
    await t.rejects(saveWith(0), { name: 'WriteStoreUnavailable' });
  },
);
