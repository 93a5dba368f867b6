import t from 'tap';
import { callers, startCommandApi } from './command-fixture.js';

const nobody = '01890000-0000-7000-8000-00000000dead';
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const matrix = {
  title: ' The Matrix ',
  releaseDate: '1999-03-31',
  genres: ['Action', 'Action ', 'Science Fiction'],
  language: 'EN',
  posterUrl: 'https://example.com/matrix.jpg',
  runtimeMinutes: 136,
  imdbId: 'tt0133093',
};

t.test('a movie is created', async (t) => {
  const { send, tokenOf } = await startCommandApi(t);
  const answer = await send('POST', '/movies', matrix);
  t.equal(answer.status, 201);
  t.match(answer.body.id, uuidV7);
  t.equal(answer.headers['location'], `/movies/${answer.body.id}`);
  t.equal(answer.headers['etag'], `"${answer.body.version}"`);
  t.match(answer.headers['content-type'], /^application\/json/);
  t.match(tokenOf(answer), { write: /^[\w-]{22}$/, subjects: Number });
  const { id, version, addedAt, updatedAt, ...rest } = answer.body;
  t.equal(addedAt, updatedAt);
  t.ok(version > Date.parse(addedAt) * 1_000 - 1);
  t.strictSame(rest, {
    title: 'The Matrix',
    originalTitle: null,
    tagline: null,
    releaseDate: '1999-03-31',
    year: 1999,
    runtimeMinutes: 136,
    genres: ['Action', 'Science Fiction'],
    tags: [],
    directors: [],
    language: 'en',
    posterUrl: 'https://example.com/matrix.jpg',
    tmdbId: null,
    imdbId: 'tt0133093',
    wikipediaTitle: null,
    providerId: callers.provider.id,
    rating: { average: null, count: 0 },
    synopsis: null,
    cast: [],
  });
});

t.test('a client may bring the id, in any case; one that exists is refused', async (t) => {
  const { send } = await startCommandApi(t);
  const id = '01890000-0000-4000-8000-0000000000AB';
  const made = await send('POST', '/movies', { id, title: 'Heat' });
  t.equal(made.body.id, id.toLowerCase());
  const again = await send('POST', '/movies', { id: id.toLowerCase(), title: 'Heat' });
  t.equal(again.status, 409);
  t.match(again.body, { code: 'already-exists', instance: '/movies' });
  t.match(again.headers['content-type'], /^application\/problem\+json/);
});

t.test('a taken identifier is refused, whatever the method', async (t) => {
  const { send } = await startCommandApi(t);
  await send('POST', '/movies', { title: 'A', tmdbId: 1, imdbId: 'tt1' });
  const other = (await send('POST', '/movies', { title: 'B' })).body.id;
  for (const [method, url, body] of [
    ['POST', '/movies', { title: 'C', tmdbId: 1 }],
    ['POST', '/movies', { title: 'C', imdbId: 'tt1' }],
    ['PUT', `/movies/${other}`, { title: 'C', tmdbId: 1 }],
    ['PATCH', `/movies/${other}`, { imdbId: 'tt1' }],
  ] as const) {
    const answer = await send(method, url, body);
    t.match(answer, { status: 409, body: { code: 'already-exists' } }, `${method} ${url}`);
  }
});

t.test('an identifier that was given up is free again', async (t) => {
  const { send } = await startCommandApi(t);
  const first = (await send('POST', '/movies', { title: 'A', tmdbId: 1 })).body.id;
  await send('PATCH', `/movies/${first}`, { tmdbId: null });
  const second = (await send('POST', '/movies', { title: 'B', tmdbId: 1 })).body.id;
  await send('DELETE', `/movies/${second}`);
  t.equal((await send('POST', '/movies', { title: 'C', tmdbId: 1 })).status, 201);
});

t.test('PUT replaces: what is not given is gone, what only the server knows stays', async (t) => {
  const { send } = await startCommandApi(t);
  const before = (await send('POST', '/movies', matrix)).body;
  const answer = await send('PUT', `/movies/${before.id}`, {
    title: 'Matrix',
    version: 1,
    id: 'x',
  });
  t.equal(answer.status, 200);
  t.ok(answer.body.version > before.version);
  t.equal(answer.headers['etag'], `"${answer.body.version}"`);
  t.match(answer.body, { id: before.id, title: 'Matrix', genres: [], year: null, imdbId: null });
  t.equal(answer.body.addedAt, before.addedAt);
  t.equal(answer.body.providerId, before.providerId);
});

t.test('what was read can be sent back, and changes nothing', async (t) => {
  const { send, tokenOf } = await startCommandApi(t);
  const cast = [
    { name: 'Keanu Reeves', character: 'Neo' },
    { name: 'Hugo Weaving', order: 9 },
  ];
  const before = (await send('POST', '/movies', { ...matrix, cast })).body;
  for (const method of ['PUT', 'PATCH'] as const) {
    const answer = await send(method, `/movies/${before.id.toUpperCase()}`, before);
    t.equal(answer.status, 200);
    t.strictSame(answer.body, before);
    t.ok(tokenOf(answer).write);
  }
});

t.test('PATCH is a merge patch, under either content type', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/movies', matrix)).body;
  const url = `/movies/${id}`;
  const headers = { 'content-type': 'application/merge-patch+json' };
  const patched = await send(
    'PATCH',
    url,
    { tagline: ' Free your mind ', imdbId: null },
    { headers },
  );
  t.match(patched, { status: 200, body: { tagline: 'Free your mind', imdbId: null, year: 1999 } });
  t.match(await send('PATCH', url, { releaseDate: '2000-01-02' }), { body: { year: 2000 } });
  const disagreeing = await send('PATCH', url, { year: 1999 });
  t.match(disagreeing, { status: 400, body: { errors: [{ pointer: '/year' }] } });
  t.match(await send('PATCH', url, { releaseDate: null, year: 1990 }), {
    body: { releaseDate: null, year: 1990 },
  });
});

t.test('DELETE removes a movie for good, and its id can be used anew', async (t) => {
  const { send } = await startCommandApi(t);
  const { id, version } = (await send('POST', '/movies', matrix)).body;
  const gone = await send('DELETE', `/movies/${id}`);
  t.match(gone, { status: 204, text: '' });
  t.ok(gone.headers['consistency-token']);
  t.match(await send('DELETE', `/movies/${id}`), {
    status: 404,
    body: { code: 'movie-not-found' },
  });
  const again = await send('POST', '/movies', { id, title: 'Again' });
  t.equal(again.status, 201);
  t.ok(again.body.version > version);
});

t.test('what does not exist is 404 for every method', async (t) => {
  const { send } = await startCommandApi(t);
  for (const [method, body] of [
    ['PUT', { title: 'A' }],
    ['PUT', { title: 'A', cast: [{ actorId: nobody }] }],
    ['PATCH', {}],
    ['DELETE', undefined],
  ] as const) {
    const answer = await send(method, `/movies/${nobody}`, body, { headers: { 'if-match': '*' } });
    t.match(answer, { status: 404, body: { code: 'movie-not-found' } }, method);
  }
});

t.test('If-Match lets through who has seen the last change', async (t) => {
  const { send } = await startCommandApi(t);
  const first = (await send('POST', '/movies', matrix)).body;
  const second = (await send('PATCH', `/movies/${first.id}`, { title: 'B' })).body;
  const url = `/movies/${first.id}`;
  const trial = async (ifMatch: string, title: string) =>
    (await send('PATCH', url, { title }, { headers: { 'if-match': ifMatch } })).status;
  t.equal(await trial(`"${first.version}"`, 'C'), 412);
  t.equal(await trial(`W/"${second.version}"`, 'C'), 412);
  t.equal(await trial('"abc"', 'C'), 412);
  t.equal(await trial(`"${second.version}"`, 'B'), 200);
  t.equal(await trial(`"1", "${second.version}"`, 'C'), 200);
  t.equal(await trial(`"${second.version}"`, 'D'), 412);
  t.equal(await trial('*', 'D'), 200);
  const stale = { headers: { 'if-match': `"${second.version}"` } };
  t.match(await send('PUT', url, { title: 'E' }, stale), { body: { code: 'version-mismatch' } });
  t.equal((await send('DELETE', url, undefined, stale)).status, 412);
});

t.test('a rating and an actor’s name raise the version but overwrite nothing', async (t) => {
  const { send, store } = await startCommandApi(t);
  const cast = [{ name: 'Laurence Fishburne' }];
  const made = (await send('POST', '/movies', { ...matrix, cast })).body;
  await send(
    'PUT',
    `/movies/${made.id}/ratings/${callers.viewer.id}`,
    { stars: 4 },
    { as: 'viewer' },
  );
  await store.folds.foldRatings({ limit: 10, minIntervalMs: 0, now: Date.now() });
  const actor = `/actors/${made.cast[0]?.actorId}`;
  t.equal((await send('PATCH', actor, { name: 'Larry Fishburne' })).status, 200);
  const headers = { 'if-match': `"${made.version}"` };
  const answer = await send('PATCH', `/movies/${made.id}`, { title: 'B' }, { headers });
  t.match(answer, { status: 200, body: { rating: { average: 4, count: 1 } } });
  t.equal(answer.body.cast[0]?.name, 'Larry Fishburne');
});

t.test('only its provider and administrators change a movie', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/movies', matrix)).body;
  for (const [method, body] of [
    ['PUT', { title: 'A' }],
    ['PATCH', { title: 'A' }],
    ['DELETE', undefined],
  ] as const) {
    for (const as of ['rival', 'viewer'] as const) {
      const answer = await send(method, `/movies/${id}`, body, { as });
      t.match(answer, { status: 403, body: { code: 'forbidden' } }, `${method} as ${as}`);
    }
    const none = await send(method, `/movies/${id}`, body, { as: null });
    t.match(none, { status: 401, body: { code: 'unauthorized' } }, method);
    t.match(none.headers['www-authenticate'], /^Bearer/);
  }
  t.equal((await send('POST', '/movies', matrix, { as: 'viewer' })).status, 403);
  const changed = await send('PATCH', `/movies/${id}`, { title: 'A' }, { as: 'administrator' });
  t.match(changed, { status: 200, body: { providerId: callers.provider.id } });
});
