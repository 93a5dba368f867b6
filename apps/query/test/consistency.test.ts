import { setTimeout as sleep } from 'node:timers/promises';
import { type ConsistencyToken, createSealer, sealToken } from '@marquee/service';
import { test } from 'tap';
import { waitMs, writeWaiter } from '../src/consistency.js';
import { makeActors, makeMovies } from './catalogue.js';
import { movieChange, type ProblemBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(5);
const write = 'abcdefghijklmnopqrstuv';

test('how long a token may wait is what the caller prefers, within bounds', async (t) => {
  for (const [prefer, expected] of [
    [undefined, 2_000],
    ['', 2_000],
    ['wait=5', 5_000],
    ['wait="5"', 5_000],
    ['WAIT = 0', 0],
    ['respond-async, wait=3; foo=bar', 3_000],
    ['wait=3600', 10_000],
    ['wait=soon', 2_000],
    ['wait=-1', 2_000],
    ['wait=1.5', 2_000],
    ['return=minimal', 2_000],
  ] as const) {
    t.equal(waitMs(prefer), expected, prefer ?? 'none');
  }
});

test('a read with a token waits until all of its write is in the view', async (t) => {
  const { get, apply, sealer } = await queryFixture(t, { movies });
  const token: ConsistencyToken = { write, subjects: 2 };
  const headers = { 'consistency-token': sealToken(sealer, token), prefer: 'wait=10' };
  let answered = false;
  const reading = get('/movies', {}, headers).then((answer) => {
    answered = true;
    return answer;
  });
  await apply([
    movieChange(movies[0], 'put', [{ write, subject: `movie:${movies[0]?.movie.id}` }]),
  ]);
  await sleep(50);
  t.notOk(answered, 'half of the write is not enough');
  await apply([
    movieChange(movies[1], 'put', [{ write, subject: `movie:${movies[1]?.movie.id}` }]),
  ]);
  const { status, headers: answer } = await reading;
  t.equal(status, 200);
  t.equal(answer['cache-control'], 'private, no-store');
});

test('a token of a write that does not come is answered with 503 after the wait', async (t) => {
  const { get, sealer } = await queryFixture(t, { movies });
  const token = sealToken(sealer, { write, subjects: 1 });
  for (const path of ['/movies', `/movies/${movies[0]?.movie.id}`, '/actors', '/genres']) {
    const { status, body, headers } = await get<ProblemBody>(
      path,
      {},
      { 'consistency-token': token, prefer: 'wait=0' },
    );
    t.equal(status, 503, path);
    t.equal(body.code, 'view-behind');
    t.equal(headers['retry-after'], '1');
    t.equal(headers['cache-control'], 'no-store');
  }
});

test('each read looks once for a write that is there', async (t) => {
  const [actor] = makeActors(1);
  const actors = actor === undefined ? [] : [actor];
  const { get, sealer, looksForWrites } = await queryFixture(t, { movies, actors });
  const token = sealToken(sealer, { write, subjects: 0 });
  for (const path of [
    '/movies',
    `/movies?ids=${movies[0]?.movie.id}`,
    `/actors/${actor?.id}/movies`,
  ]) {
    const before = looksForWrites();
    await get(path, {}, { 'consistency-token': token });
    t.equal(looksForWrites() - before, 1, path);
  }
});

test('what follows the change feed is waited for until it has the write of the token', async (t) => {
  const sealer = createSealer(['a key of thirty-two characters, or more']);
  const { waitForFollower } = writeWaiter(sealer);
  let position = 4;
  const wait = (token: ConsistencyToken, prefer = 'wait=0', at: number | null = 5) =>
    waitForFollower({
      ...{ token: sealToken(sealer, token), prefer },
      positionOf: async () => at,
      reached: () => position,
    });
  await t.rejects(wait({ write, subjects: 1 }), { code: 'view-behind' });
  await wait({ write, subjects: 0 });
  await wait({ write, subjects: 1 }, 'wait=0', null);
  const waiting = wait({ write, subjects: 1 }, 'wait=10');
  await sleep(20);
  position = 5;
  await waiting;
});

test('what is no token is refused', async (t) => {
  const { get, sealer } = await queryFixture(t, { movies });
  const token = sealToken(sealer, { write, subjects: 0 });
  for (const bad of ['x', `${token}A`, token.slice(1), sealer.seal('cursor', [write, 1])]) {
    const { status, body } = await get<ProblemBody>('/movies', {}, { 'consistency-token': bad });
    t.equal(status, 400);
    t.equal(body.code, 'invalid-token');
  }
  t.equal((await get('/movies', {}, { 'consistency-token': token })).status, 200);
});

test('no more than a thousand readers wait at once', async (t) => {
  const { get, sealer } = await queryFixture(t, { movies });
  const headers = {
    'consistency-token': sealToken(sealer, { write, subjects: 1 }),
    prefer: 'wait=1',
  };
  const answers = await Promise.all(
    Array.from({ length: 1_050 }, () => get<ProblemBody>('/genres', {}, headers)),
  );
  const codes = answers.map(({ body }) => body.code);
  t.equal(codes.filter((code) => code === 'unavailable').length, 50);
  t.equal(codes.filter((code) => code === 'view-behind').length, 1_000);
  const open = sealToken(sealer, { write, subjects: 0 });
  t.equal((await get('/genres', {}, { 'consistency-token': open })).status, 200);
});
