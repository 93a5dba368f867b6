import { randomUUID } from 'node:crypto';
import jsonPatch, { type Operation } from 'fast-json-patch';
import { callers, onEachStore } from './command-fixture.js';

const asAdministrator = { as: 'administrator' } as const;

onEachStore('the patches of a history, one after another, make the movie', async (t, api) => {
  const { send } = api;
  const made = await send('POST', '/movies', {
    ...{ title: 'A', genres: ['Drama', 'Noir'], releaseDate: '1999-01-01' },
    cast: [{ name: `One ${randomUUID()}` }, { name: `Two ${randomUUID()}`, character: 'B' }],
  });
  const { id } = made.body;
  await send('PATCH', `/movies/${id}`, { title: 'B', genres: ['Noir'], tagline: 'x' });
  await send('PATCH', `/movies/${id}`, { cast: [], tagline: null }, asAdministrator);
  await send('PATCH', `/movies/${id}`, { tagline: null });
  const { status, body, headers } = await send('GET', `/movies/${id}/history`);
  t.equal(status, 200);
  t.match(headers, { 'cache-control': 'private, no-store', 'view-lag': '0' });
  t.match(
    body.items.map(({ action, changedBy }) => [action, changedBy]),
    [
      ['changed', callers.administrator.id],
      ['changed', callers.provider.id],
      ['created', callers.provider.id],
    ],
  );
  t.same(body.page, { limit: 20, next: null, previous: null, total: null });
  let document = {};
  for (const { patch } of body.items.toReversed()) {
    document = jsonPatch.applyPatch(
      document,
      structuredClone(patch) as Operation[],
      true,
    ).newDocument;
  }
  t.match(document, { title: 'B', genres: ['Noir'], tagline: null, cast: [], year: 1999 });

  const first = await send('GET', `/movies/${id}/history?limit=2`);
  const next = encodeURIComponent(String(first.body.page.next));
  const second = await send('GET', `/movies/${id}/history?limit=2&cursor=${next}`);
  t.same([...first.body.items, ...second.body.items], body.items);
  t.equal((await send('GET', `/movies/${id}/history?cursor=x`)).body.code, 'invalid-cursor');
  t.equal((await send('GET', `/movies/${randomUUID()}/history`)).body.code, 'movie-not-found');
});

onEachStore('an old content becomes the newest, and that is a change too', async (t, api) => {
  const { send, tokenOf } = api;
  const tmdbId = Date.now();
  const name = `One ${randomUUID()}`;
  const made = await send('POST', '/movies', { title: 'A', tmdbId, cast: [{ name }] });
  const { id, version, cast } = made.body;
  await send('PATCH', `/movies/${id}`, { title: 'B', cast: null, tmdbId: null });
  const restore = (body: object, headers: Record<string, string> = {}) =>
    send('POST', `/movies/${id}/restore`, body, { headers });
  const stale = await restore({ version }, { 'if-match': `"${version}"` });
  t.equal(stale.body.code, 'version-mismatch');
  const rehearsed = await send('POST', `/movies/${id}/restore?dryRun=true`, { version });
  t.match(rehearsed.body, { title: 'A' });
  const restored = await restore({ version }, { 'idempotency-key': randomUUID() });
  t.match(restored, { status: 200, body: { title: 'A', tmdbId, cast } });
  t.ok(restored.body.version > version);
  t.ok(tokenOf(restored).subjects > 0);
  t.equal(restored.headers['etag'], `"${restored.body.version}"`);
  const again = await restore({ version });
  t.equal(again.body.version, restored.body.version, 'nothing is left to change');
  const same = await restore({ version: restored.body.version });
  t.equal(same.body.version, restored.body.version);
  t.equal((await send('GET', `/movies/${id}/history`)).body.items.length, 3);
  t.equal((await restore({ version: version + 1 })).body.code, 'version-not-found');
  t.match(await restore({ version: 0, x: 1 }), { status: 400, body: { errors: [{}, {}] } });
});

onEachStore('a deleted movie comes back as it was', async (t, api) => {
  const { send } = api;
  const name = `Two ${randomUUID()}`;
  const made = await send('POST', '/movies', { title: 'A', cast: [{ name }] });
  const { id, version, cast } = made.body;
  await send('DELETE', `/movies/${id}`);
  const url = `/movies/${id}/restore`;
  t.equal((await send('POST', url, { version }, { as: 'rival' })).status, 403);
  t.equal((await send('GET', `/movies/${id}/history`, undefined, { as: 'rival' })).status, 403);
  const guarded = await send('POST', url, { version }, { headers: { 'if-match': '*' } });
  t.equal(guarded.body.code, 'version-mismatch', 'there is nothing that a tag could fit');
  const restored = await send('POST', url, { version }, asAdministrator);
  t.match(restored, { status: 200, body: { title: 'A', cast, providerId: callers.provider.id } });
  const { body } = await send('GET', `/movies/${id}/history`);
  t.match(
    body.items.map(({ action }) => action),
    ['created', 'deleted', 'created'],
  );
});

onEachStore('what cannot be as it was is refused', async (t, api) => {
  const { send } = api;
  const tmdbId = Date.now();
  const made = await send('POST', '/movies', { title: 'A', tmdbId });
  const { id, version } = made.body;
  await send('PATCH', `/movies/${id}`, { tmdbId: null });
  await send('POST', '/movies', { title: 'Other', tmdbId });
  const taken = await send('POST', `/movies/${id}/restore`, { version });
  t.equal(taken.body.code, 'already-exists');

  const actor = await send('POST', '/actors', { name: 'Gone soon' });
  const cast = [{ actorId: actor.body.id }];
  const played = await send('POST', '/movies', { title: 'B', cast });
  await send('DELETE', `/actors/${actor.body.id}`);
  const { id: other, version: first } = played.body;
  const refused = await send('POST', `/movies/${other}/restore`, { version: first });
  t.match(refused, {
    status: 400,
    body: { errors: [{ pointer: '/version', code: 'actor-not-found' }] },
  });
  t.match(refused.body.errors?.[0]?.detail, actor.body.id);
});
