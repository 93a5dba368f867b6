import t from 'tap';
import { callers, startCommandApi } from './command-fixture.js';

const ids = [1, 2, 3].map((n) => `01890000-0000-7000-8000-00000000000${n}`);

/** A catalogue of one movie with one actor, and what is in it. */
async function startCatalogue(t: Parameters<typeof startCommandApi>[0]) {
  const api = await startCommandApi(t);
  const cast = [{ name: 'Keanu Reeves' }];
  const movie = (await api.send('POST', '/movies', { title: 'A', tmdbId: 1, cast })).body;
  const claim = () => api.store.outbox.claim({ limit: 100, leaseMs: 1, now: Date.now() + 9_000 });
  await api.store.outbox.markPublished(await claim(), Date.now());
  return { ...api, movie, actorId: `${movie.cast[0]?.actorId}`, claim };
}

t.test('every write can be rehearsed: 200 with its answer, and nothing is stored', async (t) => {
  const { send, movie, actorId, claim } = await startCatalogue(t);
  const [url, actor] = [`/movies/${movie.id}`, `/actors/${actorId}`];
  const rating = `${url}/ratings/${callers.provider.id}`;
  const writes = [
    [
      'POST',
      '/movies',
      { id: ids[0], title: 'B', cast: [{ name: 'New' }] },
      { id: ids[0], title: 'B', cast: [{ name: 'New' }] },
    ],
    ['POST', '/movies/batch', { movies: [{ title: 'B' }] }, { results: [{ status: 201 }] }],
    ['PUT', url, { title: 'B' }, { id: movie.id, title: 'B', cast: [] }],
    ['PATCH', url, { title: 'B' }, { id: movie.id, title: 'B' }],
    ['PATCH', url, {}, { id: movie.id, version: movie.version }],
    ['DELETE', url, undefined, null],
    ['PUT', `${url}/actors/${actorId}`, { character: 'Neo' }, { cast: [{ character: 'Neo' }] }],
    ['DELETE', `${url}/actors/${actorId}`, undefined, null],
    ['POST', '/actors', { id: ids[1], name: 'B' }, { id: ids[1], name: 'B', movieCount: 0 }],
    ['PUT', actor, { name: 'B' }, { id: actorId, name: 'B' }],
    ['PATCH', actor, { name: 'B' }, { id: actorId, name: 'B' }],
    ['DELETE', actor, undefined, null],
    ['PUT', rating, { stars: 4 }, { stars: 4 }],
  ] as const;
  for (const [method, path, body, expected] of writes) {
    const answer = await send(method, `${path}?dryRun=true`, body);
    const what = `${method} ${path}`;
    t.equal(answer.status, 200, what);
    if (expected === null) t.equal(answer.text, '', what);
    else t.match(answer.body, expected, what);
    for (const name of ['consistency-token', 'location', 'etag']) t.notHas(answer.headers, name);
  }
  t.same(await claim(), [], 'there is nothing to publish');
  t.equal((await send('PATCH', url, {})).body.version, movie.version);
  t.match((await send('PATCH', actor, {})).body, { name: 'Keanu Reeves', movieCount: 1 });
  t.equal((await send('GET', rating)).status, 404);
  t.equal((await send('POST', '/movies', { id: ids[0], title: 'B' })).status, 201);
});

t.test('a removal of a rating can be rehearsed', async (t) => {
  const { send, movie } = await startCatalogue(t);
  const rating = `/movies/${movie.id}/ratings/${callers.provider.id}`;
  t.equal((await send('DELETE', `${rating}?dryRun=true`)).status, 404);
  await send('PUT', rating, { stars: 4 });
  const { status, text } = await send('DELETE', `${rating}?dryRun=true`);
  t.strictSame([status, text], [200, '']);
  t.match(await send('GET', rating), { status: 200, body: { stars: 4 } });
});

t.test('a rehearsal is refused as the write would be', async (t) => {
  const { send, movie } = await startCatalogue(t);
  const url = `/movies/${movie.id}?dryRun=true`;
  const old = { headers: { 'if-match': '"1"' } };
  t.equal((await send('POST', '/movies?dryRun=true', { title: 'B', tmdbId: 1 })).status, 409);
  t.equal((await send('POST', '/movies?dryRun=true', { id: movie.id, title: 'B' })).status, 409);
  t.equal((await send('PATCH', url, { title: 'B' }, old)).status, 412);
  t.equal((await send('DELETE', url, undefined, { as: 'rival' })).status, 403);
  t.equal((await send('PATCH', `/movies/${ids[2]}?dryRun=true`, {})).status, 404);
  t.equal((await send('POST', '/movies?dryRun=yes', { title: 'B' })).status, 400);
  t.equal((await send('POST', '/movies?dryRun=true&dryRun=true', { title: 'B' })).status, 400);
  t.equal((await send('POST', '/movies?dryRun=false', { title: 'B' })).status, 201);
});

t.test('a rehearsal neither reads nor stores an idempotency key', async (t) => {
  const { send } = await startCatalogue(t);
  const sent = { headers: { 'idempotency-key': 'k' } };
  for (const title of ['B', 'C']) {
    const answer = await send('POST', '/movies?dryRun=true', { title }, sent);
    t.match([answer.status, answer.headers['idempotency-replayed']], [200, undefined]);
  }
  const made = await send('POST', '/movies', { title: 'D' }, sent);
  t.match([made.status, made.headers['idempotency-replayed']], [201, undefined]);
  const rehearsed = await send('POST', '/movies?dryRun=true', { title: 'D' }, sent);
  t.match([rehearsed.status, rehearsed.headers['idempotency-replayed']], [200, undefined]);
  t.not(rehearsed.body.id, made.body.id);
});

t.test(
  'rows of a rehearsed batch see the rows before them, and refused ones leave nothing',
  async (t) => {
    const { send, movie, claim } = await startCatalogue(t);
    const many = Array.from({ length: 60 }, (_, n) => ({ title: `Movie ${n}` }));
    const movies = [
      { id: ids[0], title: 'B', tmdbId: 2 },
      { title: '' },
      { title: 'C', tmdbId: 1, imdbId: 'tt5' },
      { title: 'D', tmdbId: 3, cast: [{ name: 'Ghost' }, { actorId: ids[2] }] },
      ...many,
      { tmdbId: 2, title: 'B again' },
      { id: ids[1], title: 'E', tmdbId: 3 },
      { id: ids[0], title: 'B', tmdbId: 4 },
      { id: ids[1], title: 'F', tmdbId: 2 },
    ];
    const rehearsed = await send('POST', '/movies/batch?dryRun=true', { movies });
    t.equal(rehearsed.status, 200);
    t.same(await claim(), []);
    const statuses = rehearsed.body.results.map(({ status }) => status);
    t.strictSame(statuses.slice(0, 4), [201, 400, 200, 400]);
    t.strictSame(statuses.slice(-4), [200, 201, 200, 200]);
    t.equal(rehearsed.body.results[2]?.id, movie.id);
    const done = await send('POST', '/movies/batch', { movies });
    t.strictSame(
      done.body.results.map(({ status }) => status),
      statuses,
      'as it then is',
    );
    t.equal((await send('POST', '/movies/batch?dryRun=true', {})).status, 400);
  },
);
