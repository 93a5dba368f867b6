import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { newId, newWrite, saveMovieBatch } from '@marquee/command';
import type { MovieInput } from '@marquee/contracts';
import t from 'tap';
import { type CommandApi, callers, onEachStore, startCommandApi } from './command-fixture.js';

const rowsOf = (text: string): MovieInput[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const asAdministrator = { as: 'administrator' } as const;

async function exported(api: CommandApi, query = ''): Promise<string> {
  const answer = await api.send('GET', `/export${query}`, undefined, asAdministrator);
  return answer.text;
}

const full = {
  title: 'Café “Noir”',
  originalTitle: 'Kahvila',
  synopsis: 'Two lines\nof text',
  releaseDate: '1999-03-31',
  genres: ['Drama', 'Noir'],
  tags: ['b', 'a'],
  directors: ['A', 'B'],
  language: 'fi',
  cast: [
    { name: 'John Doe', character: 'Himself' },
    { name: 'Jane Doe', tmdbId: 77 },
    { name: 'John Doe', character: 'His twin' },
  ],
};

onEachStore('what a provider made comes as it can be written again', async (t, api) => {
  const { send, inject } = api;
  const tmdbId = Date.now();
  const made = await send('POST', '/movies', { ...full, tmdbId });
  const bare = await send('POST', '/movies', { title: `Bare\u2028${randomUUID()}` });
  const gone = await send('POST', '/movies', { title: 'Gone' });
  await send('DELETE', `/movies/${gone.body.id}`);
  const answer = await send('GET', '/export');
  t.match(answer.headers, {
    'content-type': 'application/x-ndjson',
    'content-disposition': 'attachment; filename="movies.ndjson"',
    'cache-control': 'private, no-store',
    'changes-after': String,
  });
  const rows = new Map(rowsOf(answer.text).map((row) => [row.id, row]));
  const { id, cast } = made.body;
  t.same(rows.get(id), {
    ...{ ...full, id, tmdbId, year: 1999 },
    cast: cast.map(({ character, ...part }) => (character ? { ...part, character } : part)),
  });
  const { title, ...rest } = rows.get(bare.body.id) ?? {};
  t.same(rest, { id: bare.body.id });
  t.ok(title !== undefined && title === bare.body.title, 'whatever ends lines elsewhere');
  t.notOk(rows.has(gone.body.id));
  t.same([...rows.keys()], [...rows.keys()].sort(), 'in the order of the ids');

  const packed = await api.app.inject({
    ...{ method: 'GET', url: '/export' },
    headers: { authorization: 'Bearer provider', 'accept-encoding': 'br, gzip' },
  });
  t.equal(packed.headers['content-encoding'], 'gzip');
  const lines = gunzipSync(packed.rawPayload);
  t.same(packed.trailers, {
    'export-rows': String(rows.size),
    'export-sha256': createHash('sha256').update(lines).digest('hex'),
  });
  t.equal(lines.toString(), answer.text);

  const rival = await send('GET', '/export', undefined, { as: 'rival' });
  t.notOk(
    rowsOf(rival.text).some((row) => row.id === id),
    'another provider made it',
  );
  const all = await send(
    'GET',
    `/export?provider=${callers.provider.id}`,
    undefined,
    asAdministrator,
  );
  t.equal(all.text, answer.text);
  t.equal((await inject({ method: 'HEAD', url: '/export' })).status, 200);
});

t.test('an export that is imported elsewhere is exported there with the same bytes', async (t) => {
  const [here, there] = [await startCommandApi(t), await startCommandApi(t)];
  await here.send('POST', '/movies', full);
  await here.send('POST', '/movies', { title: 'Other', cast: [{ name: 'John Doe', order: 7 }] });
  const namesake = await here.send('POST', '/actors', { name: 'John Doe' });
  const cast = [{ actorId: namesake.body.id, order: 3 }];
  for (let n = 0; n < 450; n += 1) await here.send('POST', '/movies', { title: `${n}`, cast });
  const file = await exported(here);
  t.equal(rowsOf(file).length, 452);

  const deps = { writeStore: there.store, now: Date.now, newId, newWrite };
  const request = { caller: callers.administrator, mode: 'upsert', makeActors: true } as const;
  const { rows } = await saveMovieBatch(deps, rowsOf(file), request);
  t.ok(rows.every((row) => 'status' in row && row.status === 201));
  t.equal(await exported(there), file);
  const actors = await exported(here, '?kind=actors');
  t.same(rowsOf(actors).length, 3);
  const names = rowsOf(await exported(there, '?kind=actors')).map(({ id }) => id);
  t.same(
    names,
    rowsOf(actors).map(({ id }) => id),
    'under the ids that they had',
  );
});

t.test('an actor of a cast is made under an id only where that is asked for', async (t) => {
  const { store, send } = await startCommandApi(t);
  const id = randomUUID();
  const row = { title: 'A', cast: [{ actorId: id, name: 'New' }] };
  const answer = await send('POST', '/movies/batch', { movies: [row] });
  t.match(answer.body.results, [{ status: 400 }]);
  const deps = { writeStore: store, now: Date.now, newId, newWrite };
  const request = { caller: callers.provider, mode: 'upsert', makeActors: true } as const;
  for (const round of ['made', 'made again after its deletion']) {
    const { rows } = await saveMovieBatch(deps, [row, row], request);
    t.ok(
      rows.every((each) => 'status' in each && each.status === 201),
      round,
    );
    const actor = await send('PATCH', `/actors/${id}`, {});
    t.match(actor.body, { name: 'New', movieCount: 2 });
    t.equal((await send('DELETE', `/actors/${id}`)).status, 204);
  }
});

t.test('few exports run at once', async (t) => {
  const { app, send } = await startCommandApi(t);
  for (let n = 0; n < 3; n += 1) await send('POST', '/movies', { title: `${n}` });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number }; // it listens on TCP
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/export`, { headers: { authorization: 'Bearer provider' } });
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  const statuses = answers.map(({ status }) => status);
  t.ok(
    statuses.every((status) => status === 200 || status === 503),
    statuses.join(' '),
  );
  await Promise.all(answers.map((answer) => answer.text()));
  t.equal((await ask()).status, 200, 'and their end makes room');
});
