/** Many requests at one moment, on both engines: whoever is not first is told, and nothing is done twice or lost. */
import { randomInt, randomUUID } from 'node:crypto';
import { onEachStore } from './command-fixture.js';

const many = Array.from({ length: 50 }, (_, n) => n);
const allBut1 = many.slice(1);

onEachStore('of many creations of one movie exactly one succeeds', async (t, { send }) => {
  const tmdbId = randomInt(1_000_000_000);
  for (const key of [{ id: randomUUID() }, { tmdbId }, { imdbId: `tt${tmdbId}` }]) {
    const answers = await Promise.all(
      many.map((n) => send('POST', '/movies', { title: `M${n}`, ...key })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    t.strictSame(statuses, [201, ...allBut1.map(() => 409)], `by ${Object.keys(key)}`);
  }
});

onEachStore('creations with one Idempotency-Key make one movie', async (t, { send, store }) => {
  const before = await store.survey.count('movies');
  const sent = { headers: { 'idempotency-key': randomUUID() } };
  // Whoever is told that the first is still at it comes again, as callers do.
  const persistently = async () => {
    for (;;) {
      const answer = await send('POST', '/movies', { title: 'A' }, sent);
      if (answer.body.code !== 'idempotency-key-busy') return answer;
    }
  };
  const answers = await Promise.all(many.map(persistently));
  t.strictSame([...new Set(answers.map(({ status }) => status))], [201]);
  const replays = answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true');
  t.equal(replays.length, allBut1.length);
  t.equal(new Set(answers.map(({ text }) => text)).size, 1);
  t.equal(await store.survey.count('movies'), before + 1);
  const { changes } = await store.traceMovie(answers[0]?.body.id ?? '');
  t.equal(changes.length, 1, 'with one change on its way');
});

onEachStore('many casts make an actor of a new name once', async (t, { send }) => {
  const cast = [{ name: `New ${randomUUID()}` }, { name: `Also new ${randomUUID()}` }];
  const answers = await Promise.all(many.map(() => send('POST', '/movies', { title: 'M', cast })));
  const ids = answers.flatMap(({ body }) => body.cast.map(({ actorId }) => actorId));
  t.equal(new Set(ids).size, 2);
  const { body } = await send('PATCH', `/actors/${ids[0]}`, {});
  t.equal(body.movieCount, many.length);
});

onEachStore('of many changes with one If-Match exactly one succeeds', async (t, { send }) => {
  const { id, version } = (await send('POST', '/movies', { title: 'M' })).body;
  const sent = { headers: { 'if-match': `"${version}"` } };
  const answers = await Promise.all(
    many.map((n) => send('PATCH', `/movies/${id}`, { title: `M${n}` }, sent)),
  );
  const statuses = answers.map(({ status }) => status).sort();
  t.strictSame(statuses, [200, ...allBut1.map(() => 412)]);
  const winner = answers.find(({ status }) => status === 200);
  const { body } = await send('PATCH', `/movies/${id}`, {});
  t.same([body.title, body.version], [winner?.body.title, winner?.body.version]);
});

onEachStore(
  'changes of different fields are all kept, each under its own version',
  async (t, { send }) => {
    const { id } = (await send('POST', '/movies', { title: 'M' })).body;
    const patches = [
      { tagline: 'T' },
      { synopsis: 'S' },
      { tmdbId: randomInt(1_000_000_000) },
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

onEachStore('ratings of many users all count', async (t, { send, store }) => {
  const { id } = (await send('POST', '/movies', { title: 'M' })).body;
  const users = many.map(() => randomUUID());
  const rate = (user: string, stars: number) =>
    send('PUT', `/movies/${id}/ratings/${user}`, { stars }, { as: 'administrator' });
  await Promise.all(users.flatMap((user) => [1, 5].map((stars) => rate(user, stars))));
  await Promise.all(users.map((user) => rate(user, 4)));
  while ((await store.traceMovie(id)).ratingsWait)
    await store.folds.foldRatings({ limit: 100, minIntervalMs: 0, now: Date.now() });
  const { rating } = (await send('PATCH', `/movies/${id}`, {})).body;
  t.strictSame(rating, { average: 4, count: many.length });
});

onEachStore('a movie that is deleted while it is changed stays deleted', async (t, { send }) => {
  const { id } = (await send('POST', '/movies', { title: 'M' })).body;
  const answers = await Promise.all([
    send('PATCH', `/movies/${id}`, { title: 'A' }),
    send('DELETE', `/movies/${id}`),
    send('PATCH', `/movies/${id}`, { title: 'B' }),
  ]);
  t.ok(answers.every(({ status }) => [200, 204, 404].includes(status)));
  t.equal((await send('PATCH', `/movies/${id}`, {})).status, 404);
});
