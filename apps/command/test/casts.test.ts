import t from 'tap';
import { type CommandApi, startCommandApi } from './command-fixture.js';

const nobody = '01890000-0000-7000-8000-00000000dead';

async function startWithActors(t: Parameters<typeof startCommandApi>[0]) {
  const api = await startCommandApi(t);
  return { ...api, neo: await actorOf(api, 'Keanu Reeves'), trinity: await actorOf(api, 'Moss') };
}

const actorOf = async ({ send }: CommandApi, name: string): Promise<string> =>
  (await send('POST', '/actors', { name })).body.id;

t.test('a cast names actors by id or by name, and is answered in order', async (t) => {
  const { send, neo } = await startWithActors(t);
  const cast = [
    { actorId: neo.toUpperCase(), name: 'ignored', character: ' Neo ', order: 5 },
    { name: ' Moss ', character: 'Trinity' },
    { name: 'Hugo Weaving' },
    { actorId: neo, character: 'Neo' },
    { actorId: neo, character: 'Thomas Anderson', order: 0 },
    { actorId: neo, character: '' },
  ];
  const answer = await send('POST', '/movies', { title: 'The Matrix', cast });
  t.equal(answer.status, 201);
  t.match(
    answer.body.cast,
    [
      { actorId: neo, name: 'Keanu Reeves', character: 'Thomas Anderson', order: 0 },
      { name: 'Moss', character: 'Trinity', order: 1 },
      { name: 'Hugo Weaving', character: null, order: 2 },
      { actorId: neo, character: 'Neo', order: 5 },
      { actorId: neo, character: null, order: 5 },
    ].sort((a, b) => a.order - b.order || (a.character ?? '').localeCompare(b.character ?? '')),
  );
});

t.test('a name finds the oldest actor of exactly that name, or makes one', async (t) => {
  const { send, neo } = await startWithActors(t);
  await send('POST', '/actors', { name: 'Keanu Reeves' });
  const cast = [
    { name: 'Keanu Reeves' },
    { name: 'keanu reeves' },
    { name: 'Keanu Reeves', character: 'B' },
  ];
  const first = (await send('POST', '/movies', { title: 'A', cast })).body.cast;
  t.equal(first[0]?.actorId, neo);
  t.not(first[1]?.actorId, neo);
  t.equal(first[2]?.actorId, neo);
  const second = (await send('POST', '/movies', { title: 'B', cast: [{ name: 'keanu reeves' }] }))
    .body;
  t.equal(second.cast[0]?.actorId, first[1]?.actorId);
});

t.test('an identifier beside the name decides which actor it is', async (t) => {
  const { send } = await startCommandApi(t);
  const one = (await send('POST', '/actors', { name: 'Chris Evans', tmdbId: 1 })).body.id;
  const two = (await send('POST', '/actors', { name: 'Chris Evans', imdbId: 'nm2' })).body.id;
  const cast = [
    { name: 'Chris Evans', imdbId: 'nm2' },
    { name: 'Someone', tmdbId: 1 },
    { name: 'Chris Evans', tmdbId: 3 },
  ];
  const made = (await send('POST', '/movies', { title: 'A', cast })).body.cast;
  t.equal(made[0]?.actorId, two);
  t.equal(made[1]?.actorId, one);
  t.notOk([one, two].includes(made[2]?.actorId ?? one));
});

t.test('all unknown actors of a cast are named, and nothing is stored', async (t) => {
  const { send, neo } = await startWithActors(t);
  const cast = [
    { actorId: nobody },
    { actorId: neo },
    { name: 'Nobody Else' },
    { actorId: nobody },
  ];
  const answer = await send('POST', '/movies', { title: 'A', cast });
  t.match(answer, { status: 400, body: { code: 'invalid-input' } });
  t.strictSame(
    answer.body.errors?.map(({ pointer }) => pointer),
    ['/cast/0/actorId', '/cast/3/actorId'],
  );
});

t.test('PUT links an actor with exactly one part', async (t) => {
  const { send, neo, trinity } = await startWithActors(t);
  const cast = [
    { actorId: neo, character: 'A' },
    { actorId: neo, character: 'B' },
  ];
  const { id, version } = (await send('POST', '/movies', { title: 'The Matrix', cast })).body;
  const linked = await send('PUT', `/movies/${id}/actors/${trinity}`, { character: 'Trinity' });
  t.match(linked, { status: 200, body: { id, cast: { length: 3 } } });
  t.ok(linked.body.version > version);
  t.equal(linked.headers['etag'], `"${linked.body.version}"`);
  t.ok(linked.headers['consistency-token']);
  const one = await send('PUT', `/movies/${id}/actors/${neo}`, { character: 'Neo', order: 7 });
  t.match(one.body.cast, [
    { actorId: trinity, name: 'Moss', character: 'Trinity', order: 2 },
    { actorId: neo, name: 'Keanu Reeves', character: 'Neo', order: 7 },
  ]);
  const same = await send('PUT', `/movies/${id}/actors/${neo}`, { character: 'Neo', order: 7 });
  t.equal(same.body.version, one.body.version);
});

t.test('DELETE takes an actor out with all parts', async (t) => {
  const { send, neo } = await startWithActors(t);
  const cast = [
    { actorId: neo, character: 'A' },
    { name: 'Other' },
    { actorId: neo, character: 'B' },
  ];
  const { id } = (await send('POST', '/movies', { title: 'The Matrix', cast })).body;
  const gone = await send('DELETE', `/movies/${id}/actors/${neo}`);
  t.match(gone, { status: 204, text: '' });
  t.ok(gone.headers['consistency-token']);
  const again = await send('DELETE', `/movies/${id}/actors/${neo}`);
  t.match(again, { status: 404, body: { code: 'not-in-cast' } });
  const { cast: left } = (await send('PATCH', `/movies/${id}`, {})).body;
  t.match(left, [{ name: 'Other' }]);
});

t.test('links of what does not exist are 404, and of what is another’s 403', async (t) => {
  const { send, neo } = await startWithActors(t);
  const { id, version } = (await send('POST', '/movies', { title: 'The Matrix' })).body;
  for (const [url, code] of [
    [`/movies/${nobody}/actors/${neo}`, 'movie-not-found'],
    [`/movies/${id}/actors/${nobody}`, 'actor-not-found'],
  ] as const) {
    t.match(await send('PUT', url, {}), { status: 404, body: { code } });
    t.match(await send('DELETE', url), { status: 404, body: { code } });
  }
  const url = `/movies/${id}/actors/${neo}`;
  t.equal((await send('PUT', url, {}, { as: 'rival' })).status, 403);
  const headers = { 'if-match': `"${version - 1}"` };
  t.equal((await send('PUT', url, {}, { headers })).status, 412);
  t.equal((await send('PUT', url, {}, { headers: { 'if-match': `"${version}"` } })).status, 200);
});
