import { idOf } from '@marquee/testing';
import t from 'tap';
import { startCommandApi } from './command-fixture.js';

const nobody = idOf(0xdead);

async function startWithMovie(t: Parameters<typeof startCommandApi>[0]) {
  const api = await startCommandApi(t);
  const { id } = (await api.send('POST', '/movies', { title: 'Heat' })).body;
  const counted = async () => {
    await api.store.folds.foldPlays({ limit: 1_000, now: Date.now() });
    const { events } = await api.store.outbox.current({ selections: [`plays:${id}`] });
    return events.flatMap((event) => (event.kind === 'totals' ? event.totals : []))[0]?.count ?? 0;
  };
  return { ...api, id, url: `/movies/${id}/plays`, counted };
}

t.test('everybody who is known may play, and each play counts', async (t) => {
  const { send, url, id, tokenOf, counted } = await startWithMovie(t);
  for (const as of ['viewer', 'provider', 'rival', 'administrator'] as const) {
    const played = await send('POST', url, undefined, { as });
    t.match(played, { status: 202, body: { movieId: id } });
    t.equal(tokenOf(played).subjects, 1);
  }
  t.match(await send('POST', url, undefined, { as: null }), { status: 401 });
  t.equal(await counted(), 4);
});

t.test('it needs no body, and takes an empty object', async (t) => {
  const { inject, send, url, counted } = await startWithMovie(t);
  const json = { 'content-type': 'application/json' };
  t.match(await send('POST', url, {}), { status: 202 });
  t.match(await inject({ method: 'POST', url, headers: json }), { status: 202 });
  t.match(
    await inject({
      method: 'POST',
      url: url.toUpperCase().replace('/MOVIES', '/movies').replace('/PLAYS', '/plays'),
    }),
    {
      status: 202,
    },
  );
  for (const body of [[], 5, 'x', { at: 'now' }]) {
    t.match(await send('POST', url, body), { status: 400, body: { code: 'invalid-input' } });
  }
  t.match(
    await inject({ method: 'POST', url, payload: 'x', headers: { 'content-type': 'text/plain' } }),
    {
      status: 415,
    },
  );
  t.equal(await counted(), 3);
});

t.test('a movie that is not there cannot be played', async (t) => {
  const { send, url, id } = await startWithMovie(t);
  const missing = { status: 404, body: { code: 'movie-not-found' } };
  t.match(await send('POST', `/movies/${nobody}/plays`), missing);
  t.match(await send('POST', `/movies/${nobody}/plays?dryRun=true`), missing);
  await send('DELETE', `/movies/${id}`);
  t.match(await send('POST', url), missing);
  t.match(await send('POST', '/movies/heat/plays?dryRun=maybe', { x: 1 }), {
    status: 400,
    body: { errors: [{ parameter: 'id' }, { parameter: 'dryRun' }, { pointer: '/x' }] },
  });
});

t.test('with an idempotency key a play counts once, for its movie alone', async (t) => {
  const { send, url, counted } = await startWithMovie(t);
  const headers = { 'idempotency-key': '"a play"' };
  const first = await send('POST', url, undefined, { headers });
  const again = await send('POST', url, undefined, { headers });
  t.match(again, { status: 202, body: first.body });
  t.equal(again.headers['idempotency-replayed'], 'true');
  t.equal((await send('POST', url, {}, { headers })).status, 202, 'an empty object says no more');
  const other = (await send('POST', '/movies', { title: 'Ronin' })).body;
  t.match(await send('POST', `/movies/${other.id}/plays`, undefined, { headers }), {
    status: 422,
    body: { code: 'idempotency-key-reused' },
  });
  t.match(await send('POST', url, undefined, { headers, as: 'viewer' }), { status: 202 });
  t.equal(await counted(), 2, 'another caller has keys of its own');
});

t.test('a dry run counts nothing', async (t) => {
  const { send, url, id, counted } = await startWithMovie(t);
  const rehearsed = await send('POST', `${url}?dryRun=true`);
  t.match(rehearsed, { status: 200, body: { movieId: id } });
  t.notOk(rehearsed.headers['consistency-token']);
  t.equal(await counted(), 0);
});

t.test('the token of a deletion waits for the plays to be gone', async (t) => {
  const { send, id, url, tokenOf, counted } = await startWithMovie(t);
  await send('POST', url);
  t.equal(await counted(), 1);
  t.equal(tokenOf(await send('DELETE', `/movies/${id}`)).subjects, 3);
  t.equal(await counted(), 0);
});
