import { newId, newWrite, saveMovieBatch } from '@marquee/command';
import { type WriteStore, WriteStoreUnavailable } from '@marquee/write-store';
import t from 'tap';
import { callers, type Received, startCommandApi } from './command-fixture.js';

const withKey = (key: string, more: Record<string, string> = {}) => ({
  headers: { 'idempotency-key': key, ...more },
});
const isReplay = ({ headers }: Received) => headers['idempotency-replayed'] === 'true';

t.test('the same key and body give the first answer again', async (t) => {
  const { send, tokenOf } = await startCommandApi(t);
  for (const url of ['/movies', '/actors']) {
    const body = url === '/movies' ? { title: 'A', cast: [{ name: 'B' }] } : { name: 'A' };
    const first = await send('POST', url, body, withKey('"one \\"key\\""'));
    t.match(first, { status: 201, headers: { 'idempotency-replayed': undefined } });
    await send(
      'PATCH',
      `${first.headers['location']}`,
      url === '/movies' ? { title: 'Z' } : { name: 'Z' },
    );
    const again = await send('POST', url, body, withKey('"one \\"key\\""'));
    t.ok(isReplay(again));
    t.equal(again.status, 201);
    t.equal(again.text, first.text, 'as it was, whatever has become of it');
    for (const name of ['location', 'etag', 'content-type'])
      t.equal(again.headers[name], first.headers[name]);
    t.same(tokenOf(again), tokenOf(first));
  }
});

t.test(
  'a bare key and the same text in quotes are one key, and bodies may be in any order',
  async (t) => {
    const { send } = await startCommandApi(t);
    const first = await send('POST', '/movies', { title: 'A', year: 1999 }, withKey('k-1'));
    const again = await send('POST', '/movies', { year: 1999, title: 'A' }, withKey('"k-1"'));
    t.ok(isReplay(again));
    t.equal(again.body.id, first.body.id);
  },
);

t.test('another body is refused; another caller or route has keys of its own', async (t) => {
  const { send } = await startCommandApi(t);
  const { body } = await send('POST', '/movies', { title: 'A' }, withKey('k'));
  const other = await send('POST', '/movies', { title: 'B' }, withKey('k'));
  t.match(other, { status: 422, body: { code: 'idempotency-key-reused' } });
  const rival = await send('POST', '/movies', { title: 'A' }, { ...withKey('k'), as: 'rival' });
  t.match([rival.status, isReplay(rival)], [201, false]);
  t.not(rival.body.id, body.id);
  const actor = await send('POST', '/actors', { name: 'A' }, withKey('k'));
  t.match([actor.status, isReplay(actor)], [201, false]);
  const batch = await send('POST', '/movies/batch', { movies: [{ title: 'B' }] }, withKey('k'));
  t.match([batch.status, isReplay(batch)], [200, false]);
});

t.test('what was refused is tried anew', async (t) => {
  const { send } = await startCommandApi(t);
  const { body } = await send('POST', '/movies', { title: 'A', tmdbId: 1 });
  const taken = { title: 'B', tmdbId: 1 };
  t.equal((await send('POST', '/movies', taken, withKey('k'))).status, 409);
  await send('DELETE', `/movies/${body.id}`);
  const made = await send('POST', '/movies', taken, withKey('k'));
  t.match([made.status, isReplay(made)], [201, false]);
});

t.test('keys that are not well formed or too long are named', async (t) => {
  const { send } = await startCommandApi(t);
  const long = 'k'.repeat(200);
  for (const key of [long, `"${long}"`, "!#$%&'()*+-./:;<=>?@[]^_`{|}~"])
    t.equal((await send('POST', '/movies', { title: 'A' }, withKey(key))).status, 201, key);
  for (const key of [
    '',
    '""',
    `${long}k`,
    `"${long}k"`,
    '"a',
    'a"',
    'a b',
    'a, b',
    '"a"b',
    '"\\a"',
    'é',
  ]) {
    const answer = await send('POST', '/movies', { title: 'A' }, withKey(key));
    t.match(answer, { status: 400, body: { errors: [{ parameter: 'idempotency-key' }] } }, key);
  }
});

t.test('other methods do not know the key: they may be repeated anyway', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/movies', { title: 'A' })).body;
  for (const title of ['B', 'C']) {
    const { body } = await send('PATCH', `/movies/${id}`, { title }, withKey('k'));
    t.equal(body.title, title);
  }
});

t.test('a batch that was sent twice is stored once', async (t) => {
  const { send, tokenOf } = await startCommandApi(t);
  const movies = [{ title: 'A', cast: [{ name: 'X' }] }, { title: '' }, { title: 'B' }];
  const first = await send('POST', '/movies/batch', { movies }, withKey('k'));
  t.match(first.body.results, [{ status: 201 }, { status: 400 }, { status: 201 }]);
  const again = await send('POST', '/movies/batch', { movies }, withKey('k'));
  t.match([isReplay(first), isReplay(again)], [false, true]);
  t.strictSame(again.body.results[2], first.body.results[2]);
  t.same(tokenOf(again), tokenOf(first));
  t.equal(tokenOf(first).subjects, 5, 'two movies, an actor, and the totals of two transactions');
  const other = await send('POST', '/movies/batch', { movies: [{ title: 'A' }] }, withKey('k'));
  t.match(other, { status: 422, body: { code: 'idempotency-key-reused' } });
});

t.test('a batch that was cut off goes on where it ended', async (t) => {
  const { store, send } = await startCommandApi(t);
  const rows = Array.from({ length: 12 }, (_, n) => ({ title: `Movie ${n}` }));
  const request = {
    ...{ caller: callers.provider, mode: 'upsert' as const },
    idempotency: {
      caller: callers.provider.id,
      route: 'POST /movies/batch',
      key: 'k',
      requestHash: 'a',
    },
  };
  const saveWith = async (writesLeft: number) => {
    const dying: WriteStore = {
      ...store,
      async write(work, options) {
        const written = await store.write(work, options);
        // Its answer is lost, although it is stored.
        if (--writesLeft < 0) throw new WriteStoreUnavailable('gone');
        return written;
      },
    };
    const deps = { writeStore: dying, now: Date.now, newId, newWrite };
    return await saveMovieBatch(deps, rows, request);
  };
  const cut = await saveWith(6);
  t.match(cut.rows[4], { status: 201 });
  t.match(cut.rows[5], { rejected: { code: 'unavailable' } });
  const whole = await saveWith(100);
  t.match(
    whole.rows,
    rows.map((_, index) => ({ index, status: 201 })),
  );
  t.strictSame(whole.rows.slice(0, 5), cut.rows.slice(0, 5));
  t.equal(whole.replayed, false);
  t.equal(whole.token.write, cut.token.write);
  t.equal(
    whole.token.subjects,
    24,
    'movies and totals of all transactions, whichever request made them',
  );
  const again = await saveWith(100);
  t.strictSame(again, { ...whole, replayed: true });
  const { id } = (await send('POST', '/movies', { title: 'Last' })).body;
  t.ok(!whole.rows.some((row) => 'id' in row && row.id === id));
});
