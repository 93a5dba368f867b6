import t from 'tap';
import { callers, startCommandApi } from './command-fixture.js';

const nobody = '01890000-0000-7000-8000-00000000dead';
const keanu = {
  name: ' Keanu Reeves',
  birthDate: '1964-09-02',
  gender: 'male',
  tmdbId: 6384,
  imdbId: 'nm0000206',
};

t.test('an actor is created', async (t) => {
  const { send, tokenOf } = await startCommandApi(t);
  const answer = await send('POST', '/actors', keanu);
  t.equal(answer.status, 201);
  const { id, version, ...rest } = answer.body;
  t.equal(answer.headers['location'], `/actors/${id}`);
  t.equal(answer.headers['etag'], `"${version}-0"`);
  t.ok(tokenOf(answer).subjects >= 1);
  t.strictSame(rest, {
    ...keanu,
    name: 'Keanu Reeves',
    deathDate: null,
    biography: null,
    providerId: callers.provider.id,
    movieCount: 0,
  });
  t.equal((await send('POST', '/actors', { name: 'Keanu Reeves' })).status, 201);
});

t.test('taken ids and identifiers are refused', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/actors', keanu)).body;
  const other = (await send('POST', '/actors', { name: 'B' })).body.id;
  for (const [method, url, body] of [
    ['POST', '/actors', { id, name: 'A' }],
    ['POST', '/actors', { tmdbId: 6384, name: 'A' }],
    ['POST', '/actors', { imdbId: 'nm0000206', name: 'A' }],
    ['PUT', `/actors/${other}`, { imdbId: 'nm0000206', name: 'A' }],
    ['PATCH', `/actors/${other}`, { tmdbId: 6384 }],
  ] as const) {
    t.match(await send(method, url, body), { status: 409, body: { code: 'already-exists' } });
  }
});

t.test('PUT replaces and PATCH changes; what was read can be sent back', async (t) => {
  const { send } = await startCommandApi(t);
  const made = (await send('POST', '/actors', keanu)).body;
  const url = `/actors/${made.id}`;
  const same = await send('PUT', url, made);
  t.strictSame([same.status, same.body], [200, made]);
  const patched = await send('PATCH', url, { biography: ' Born in Beirut. ', gender: null });
  t.match(patched.body, { biography: 'Born in Beirut.', gender: 'unknown', tmdbId: 6384 });
  t.ok(patched.body.version > made.version);
  t.match((await send('PUT', url, { name: 'K' })).body, { name: 'K', tmdbId: null, imdbId: null });
});

t.test('a new name shows in every movie, under a new version of each', async (t) => {
  const { send, tokenOf } = await startCommandApi(t);
  const { id } = (await send('POST', '/actors', keanu)).body;
  const movies = [];
  for (const title of ['A', 'B', 'C']) {
    movies.push((await send('POST', '/movies', { title, cast: [{ actorId: id }] })).body);
  }
  const renamed = await send('PATCH', `/actors/${id}`, { name: 'K. Reeves' });
  t.match(renamed, { status: 200, body: { name: 'K. Reeves', movieCount: 3 } });
  t.equal(renamed.headers['etag'], `"${renamed.body.version}-3"`);
  t.ok(tokenOf(renamed).subjects >= 4, 'its token waits for the actor and the three movies');
  for (const { id: movieId, version } of movies) {
    const now = (await send('PATCH', `/movies/${movieId}`, {})).body;
    t.equal(now.cast[0]?.name, 'K. Reeves');
    t.ok(now.version > version);
  }
});

t.test('a deleted actor is taken out of every cast', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/actors', keanu)).body;
  const cast = [{ actorId: id }, { name: 'Other' }];
  const movie = (await send('POST', '/movies', { title: 'A', cast })).body;
  const gone = await send('DELETE', `/actors/${id}`);
  t.match(gone, { status: 204, text: '' });
  t.ok(gone.headers['consistency-token']);
  t.match((await send('PATCH', `/movies/${movie.id}`, {})).body.cast, [{ name: 'Other' }]);
  t.match(await send('DELETE', `/actors/${id}`), {
    status: 404,
    body: { code: 'actor-not-found' },
  });
});

t.test('only its provider and administrators change an actor', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/actors', keanu)).body;
  const url = `/actors/${id}`;
  for (const as of ['rival', 'viewer'] as const) {
    t.equal((await send('PATCH', url, { name: 'X' }, { as })).status, 403);
    t.equal((await send('PUT', url, { name: 'X' }, { as })).status, 403);
    t.equal((await send('DELETE', url, undefined, { as })).status, 403);
  }
  t.equal((await send('POST', '/actors', keanu, { as: 'viewer' })).status, 403);
  t.equal((await send('POST', '/actors', keanu, { as: null })).status, 401);
  t.equal((await send('PATCH', url, { name: 'X' }, { as: 'administrator' })).status, 200);
});

t.test('an actor in another’s movies is changed by administrators only', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/actors', keanu)).body;
  await send('POST', '/movies', { title: 'A', cast: [{ actorId: id }] }, { as: 'rival' });
  const url = `/actors/${id}`;
  const inUse = { status: 409, body: { code: 'actor-in-use' } };
  t.match(await send('DELETE', url), inUse);
  t.match(await send('PATCH', url, { name: 'X' }), inUse);
  t.equal((await send('PATCH', url, { name: 'X' }, { as: 'administrator' })).status, 200);
  t.equal((await send('DELETE', url, undefined, { as: 'administrator' })).status, 204);
});

t.test('If-Match compares versions, whatever the number of movies', async (t) => {
  const { send } = await startCommandApi(t);
  const { id, version } = (await send('POST', '/actors', keanu)).body;
  await send('POST', '/movies', { title: 'A', cast: [{ actorId: id }] });
  const trial = async (ifMatch: string, name: string) =>
    (await send('PATCH', `/actors/${id}`, { name }, { headers: { 'if-match': ifMatch } })).status;
  t.equal(await trial(`"${version - 1}-0"`, 'A'), 412);
  t.equal(await trial(`"${version}-0"`, 'A'), 200);
  t.equal(await trial(`"${version}-1"`, 'B'), 412);
  t.equal(await trial('*', 'B'), 200);
});

t.test('what does not exist is 404', async (t) => {
  const { send } = await startCommandApi(t);
  const missing = { status: 404, body: { code: 'actor-not-found' } };
  t.match(await send('PUT', `/actors/${nobody}`, { name: 'A' }), missing);
  t.match(await send('PATCH', `/actors/${nobody}`, {}), missing);
  t.match(await send('DELETE', `/actors/${nobody}`), missing);
});
