import t from 'tap';
import { callers, startCommandApi } from './command-fixture.js';

const many = Array.from({ length: 30 }, (_, n) => n);

t.test('of many creations of one movie at one moment exactly one succeeds', async (t) => {
  const { send } = await startCommandApi(t);
  const id = '01890000-0000-7000-8000-000000000001';
  for (const key of [{ id }, { tmdbId: 5 }, { imdbId: 'tt5' }]) {
    const answers = await Promise.all(
      many.map((n) => send('POST', '/movies', { title: `M${n}`, ...key })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    t.strictSame(statuses, [201, ...many.slice(1).map(() => 409)], `by ${Object.keys(key)}`);
  }
});

t.test('many casts at one moment make an actor of a new name once', async (t) => {
  const { send } = await startCommandApi(t);
  const cast = [{ name: 'Brand New' }, { name: 'Also New' }];
  const answers = await Promise.all(many.map(() => send('POST', '/movies', { title: 'M', cast })));
  const ids = answers.flatMap(({ body }) => body.cast.map(({ actorId }) => actorId));
  t.equal(new Set(ids).size, 2);
  const { body } = await send('PATCH', `/actors/${ids[0]}`, {});
  t.equal(body.movieCount, many.length);
});

t.test('of many changes with one If-Match exactly one succeeds', async (t) => {
  const { send } = await startCommandApi(t);
  const { id, version } = (await send('POST', '/movies', { title: 'M' })).body;
  const sent = { headers: { 'if-match': `"${version}"` } };
  const answers = await Promise.all(
    many.map((n) => send('PATCH', `/movies/${id}`, { title: `M${n}` }, sent)),
  );
  const statuses = answers.map(({ status }) => status).sort();
  t.strictSame(statuses, [200, ...many.slice(1).map(() => 412)]);
});

t.test(
  'changes of different fields at one moment are all kept, each under its own version',
  async (t) => {
    const { send } = await startCommandApi(t);
    const { id } = (await send('POST', '/movies', { title: 'M' })).body;
    const patches = [
      { tagline: 'T' },
      { synopsis: 'S' },
      { tmdbId: 1 },
      { genres: ['G'] },
      { year: 1999 },
    ];
    const answers = await Promise.all(
      patches.map((patch) => send('PATCH', `/movies/${id}`, patch)),
    );
    t.equal(new Set(answers.map(({ body }) => body.version)).size, patches.length);
    t.match((await send('PATCH', `/movies/${id}`, {})).body, Object.assign({}, ...patches));
  },
);

t.test('ratings of many users at one moment all count', async (t) => {
  const { send, store } = await startCommandApi(t);
  const { id } = (await send('POST', '/movies', { title: 'M' })).body;
  const userOf = (n: number) => `${callers.viewer.id.slice(0, -2)}${n + 10}`;
  const as = 'administrator';
  await Promise.all(
    many.flatMap((n) =>
      [1, 5].map((stars) => send('PUT', `/movies/${id}/ratings/${userOf(n)}`, { stars }, { as })),
    ),
  );
  await Promise.all(
    many.map((n) => send('PUT', `/movies/${id}/ratings/${userOf(n)}`, { stars: 4 }, { as })),
  );
  await store.folds.foldRatings({ limit: 10, minIntervalMs: 0, now: Date.now() });
  const { rating } = (await send('PATCH', `/movies/${id}`, {})).body;
  t.strictSame(rating, { average: 4, count: many.length });
});

t.test('a movie that is deleted while it is changed stays deleted', async (t) => {
  const { send } = await startCommandApi(t);
  const { id } = (await send('POST', '/movies', { title: 'M' })).body;
  const answers = await Promise.all([
    send('PATCH', `/movies/${id}`, { title: 'A' }),
    send('DELETE', `/movies/${id}`),
    send('PATCH', `/movies/${id}`, { title: 'B' }),
  ]);
  t.ok(answers.every(({ status }) => [200, 204, 404].includes(status)));
  t.equal((await send('PATCH', `/movies/${id}`, {})).status, 404);
});
