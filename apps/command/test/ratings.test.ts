import t from 'tap';
import { callers, startCommandApi } from './command-fixture.js';

const nobody = '01890000-0000-7000-8000-00000000dead';
const viewer = callers.viewer.id;
const as = 'viewer';

async function startWithMovie(t: Parameters<typeof startCommandApi>[0]) {
  const api = await startCommandApi(t);
  const { id } = (await api.send('POST', '/movies', { title: 'Heat' })).body;
  return { ...api, id, url: `/movies/${id}/ratings/${viewer}` };
}

t.test('a user rates, rates again, reads it and takes it back', async (t) => {
  const { send, url, tokenOf } = await startWithMovie(t);
  t.match(await send('GET', url, undefined, { as }), {
    status: 404,
    body: { code: 'rating-not-found' },
  });
  for (const stars of [0.5, 4.5, 4.5, 5]) {
    const rated = await send(
      'PUT',
      url.toUpperCase().replace('/MOVIES', '/movies').replace('/RATINGS', '/ratings'),
      { stars },
      { as },
    );
    t.strictSame([rated.status, rated.body], [200, { stars }]);
    t.ok(tokenOf(rated).write);
    const read = await send('GET', url, undefined, { as });
    t.strictSame([read.status, read.body], [200, { stars }]);
    t.match(read.headers, { 'cache-control': 'private, no-store' });
  }
  t.match(await send('DELETE', url, undefined, { as }), { status: 204, text: '' });
  t.match(await send('DELETE', url, undefined, { as }), {
    status: 404,
    body: { code: 'rating-not-found' },
  });
});

t.test('ratings 4, 2 and 5 make 3.67; 4 changed to 1 makes 2.67', async (t) => {
  const { send, store, id } = await startWithMovie(t);
  const rate = (n: number, stars: number) =>
    send(
      'PUT',
      `/movies/${id}/ratings/${nobody.slice(0, -1)}${n}`,
      { stars },
      { as: 'administrator' },
    );
  const rating = async () => {
    await store.folds.foldRatings({ limit: 10, minIntervalMs: 0, now: Date.now() });
    return (await send('PATCH', `/movies/${id}`, {})).body.rating;
  };
  for (const [n, stars] of [4, 2, 5].entries()) await rate(n, stars);
  t.strictSame(await rating(), { average: 3.67, count: 3 });
  await rate(0, 1);
  t.strictSame(await rating(), { average: 2.67, count: 3 });
});

t.test('users rate and read as themselves, administrators for anyone', async (t) => {
  const { send, url } = await startWithMovie(t);
  t.equal((await send('PUT', url, { stars: 3 }, { as: 'provider' })).status, 403);
  t.equal((await send('PUT', url, { stars: 3 }, { as: null })).status, 401);
  t.equal((await send('PUT', url, { stars: 3 }, { as: 'administrator' })).status, 200);
  t.equal((await send('GET', url, undefined, { as: 'provider' })).status, 403);
  t.equal((await send('GET', url, undefined, { as: null })).status, 401);
  t.equal((await send('GET', url, undefined, { as: 'administrator' })).status, 200);
  t.equal((await send('DELETE', url, undefined, { as: 'provider' })).status, 403);
});

t.test('ratings of unknown movies are 404', async (t) => {
  const { send } = await startCommandApi(t);
  const url = `/movies/${nobody}/ratings/${viewer}`;
  const missing = { status: 404, body: { code: 'movie-not-found' } };
  t.match(await send('PUT', url, { stars: 3 }, { as }), missing);
  t.match(await send('GET', url, undefined, { as }), missing);
  t.match(await send('DELETE', url, undefined, { as }), missing);
});

t.test('stars are 0.5 to 5 in halves', async (t) => {
  const { send, url } = await startWithMovie(t);
  for (const stars of [0, 0.4, 0.75, 5.5, -1, '4', null, true, [4], 1e300]) {
    const answer = await send('PUT', url, { stars }, { as });
    t.match(answer, { status: 400, body: { errors: [{ pointer: '/stars' }] } }, String(stars));
  }
});

t.test('a read takes a token of ours, and no other', async (t) => {
  const { send, url } = await startWithMovie(t);
  const { headers } = await send('PUT', url, { stars: 3 }, { as });
  const withToken = (token: string) =>
    send('GET', url, undefined, { as, headers: { 'consistency-token': token } });
  t.equal((await withToken(String(headers['consistency-token']))).status, 200);
  t.match(await withToken('forged'), { status: 400, body: { code: 'invalid-token' } });
});

t.test('HEAD works as GET does', async (t) => {
  const { inject, send, url } = await startWithMovie(t);
  await send('PUT', url, { stars: 3 }, { as });
  const head = await inject({ method: 'HEAD', url }, { as });
  t.match(head, { status: 200, text: '' });
});
