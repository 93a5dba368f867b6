import { newId } from '@marquee/command';
import { createSealer, openPlace, sealPlace } from '@marquee/service';
import t from 'tap';
import { callers, onEachStore, startCommandApi } from './command-fixture.js';
import { addUser } from './user-fixture.js';

const url = 'https://hooks.example.com/marquee';
const asAdministrator = { as: 'administrator' } as const;
const asRival = { as: 'rival' } as const;
/** As the fixture seals. */
const sealer = createSealer(['a key of tests']);
const place = sealPlace(sealer, { beganAt: 5, position: 17 });

onEachStore('a webhook is made, read, listed and deleted', async (t, { send }) => {
  const made = await send('POST', '/webhooks', { url });
  const { id } = made.body;
  t.match(made, {
    status: 201,
    headers: { location: `/webhooks/${id}`, 'cache-control': 'private, no-store' },
    body: {
      ...{ url, ownerId: callers.provider.id, providerId: callers.provider.id, kinds: ['movie'] },
      ...{ state: 'active', lastDeliveredAt: null, lastFailure: null },
      secret: /^whsec_[A-Za-z0-9+/]{43}=$/,
    },
  });
  const got = await send('GET', `/webhooks/${id}`);
  t.match(got, {
    status: 200,
    headers: { 'cache-control': 'private, no-store' },
    body: { id, url },
  });
  t.notMatch(got.text, 'whsec_');
  const listed = await send('GET', '/webhooks?limit=1');
  t.match(listed, { status: 200, body: { items: [{ id }], page: { limit: 1 } } });
  t.notMatch(listed.text, 'whsec_');
  t.match(await send('GET', `/webhooks/${id}/deliveries`), { status: 200, body: { items: [] } });
  t.match(await send('DELETE', `/webhooks/${id}`), { status: 204 });
  t.match(await send('GET', `/webhooks/${id}`), {
    ...{ status: 404, body: { code: 'webhook-not-found' } },
  });
  t.match(await send('DELETE', `/webhooks/${id}`), { status: 404 });
});

t.test('it begins after what was committed, or at a place that is named', async (t) => {
  const { send, store } = await startCommandApi(t);
  await send('POST', '/movies', { title: 'Before' });
  const { body: now } = await send('POST', '/webhooks', { url });
  const { last } = await store.outbox.positions(0);
  t.ok(last > 0);
  t.match(await store.webhooks.find(now.id), { place: { beganAt: 0, position: last } });
  t.match(now, { position: null, lag: 0 });
  await send('POST', '/movies', { title: 'After' });
  const { body: later } = await send('GET', `/webhooks/${now.id}`);
  t.ok(later.lag > 0);
  const { body: then } = await send('POST', '/webhooks', { url, after: place });
  t.same(openPlace(sealer, then.position, 'after'), { beganAt: 5, position: 17 });
});

t.test('administrators are told of everybody’s movies, and of actors', async (t) => {
  const { send } = await startCommandApi(t);
  const kinds = ['movie', 'actor'];
  t.match(await send('POST', '/webhooks', { url, kinds }, asAdministrator), {
    ...{ status: 201, body: { providerId: null, kinds } },
  });
  const providerId = callers.provider.id;
  t.match(await send('POST', '/webhooks', { url, providerId }, asAdministrator), {
    ...{ status: 201, body: { providerId, ownerId: callers.administrator.id } },
  });
  for (const [who, fields] of [
    ['administrator', { providerId, kinds }],
    ['provider', { kinds: ['actor'] }],
  ] as const) {
    t.match(await send('POST', '/webhooks', { url, ...fields }, { as: who }), {
      ...{ status: 400, body: { code: 'invalid-input', errors: [{ pointer: '/kinds' }] } },
    });
  }
  const { body } = await send('GET', '/webhooks', undefined, asAdministrator);
  t.equal(body.items.length, 2);
  t.same((await send('GET', '/webhooks')).body.items, [], 'which providers do not see');
});

t.test('providers are told of their own alone', async (t) => {
  const { send } = await startCommandApi(t);
  const { id: providerId } = callers.rival;
  t.match(await send('POST', '/webhooks', { url, providerId }), { status: 403 });
});

t.test('all faults of a webhook are named at once', async (t) => {
  const { send } = await startCommandApi(t);
  const bad = { id: 'x', url: 'http://a', providerId: 1, kinds: ['tag'], after: '', more: 1 };
  const { status, body } = await send('POST', '/webhooks', bad);
  t.equal(status, 400);
  t.same(body.errors?.map(({ pointer, code }) => `${pointer} ${code}`).sort(), [
    '/after too-short',
    '/id not-a-uuid',
    '/kinds/0 not-allowed',
    '/more unknown',
    '/providerId wrong-type',
    '/url not-a-webhook-url',
  ]);
  for (const wrong of [
    'https://user:secret@example.com/',
    'https://user@example.com/',
    'https://example.com/#part',
    'https://',
    'ftp://example.com/',
    `https://example.com/${'x'.repeat(2_048)}`,
  ]) {
    const answer = await send('POST', '/webhooks', { url: wrong });
    t.match(answer, { status: 400, body: { errors: [{ pointer: '/url' }] } }, wrong);
    t.notMatch(answer.text, 'secret', 'a password is not repeated');
  }
  for (const [path, fields] of [
    ['/webhooks', { url }],
    [`/webhooks/${newId()}/replay`, {}],
  ] as const) {
    t.match(await send('POST', path, { ...fields, after: 'forged' }), {
      ...{ status: 400, body: { code: 'invalid-cursor', errors: [{ pointer: '/after' }] } },
    });
  }
});

t.test('an owner has ten of them', async (t) => {
  const { send } = await startCommandApi(t);
  for (let n = 0; n < 10; n += 1)
    t.match(await send('POST', '/webhooks', { url }), { status: 201 });
  t.match(await send('POST', '/webhooks', { url }), {
    ...{ status: 409, body: { code: 'too-many-webhooks' } },
  });
  t.match(await send('POST', '/webhooks', { url }, asRival), { status: 201 });
  const id = newId();
  t.match(await send('POST', '/webhooks', { url, id }, asRival), { status: 201, body: { id } });
  t.match(await send('POST', '/webhooks', { url, id }, asRival), {
    ...{ status: 409, body: { code: 'already-exists' } },
  });
});

onEachStore('with a key it is made once, and no secret is kept with the key', async (t, api) => {
  const { send, store } = api;
  const headers = { 'idempotency-key': newId() };
  const first = await send('POST', '/webhooks', { url }, { headers });
  const again = await send('POST', '/webhooks', { url }, { headers });
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' } });
  t.equal(again.body.id, first.body.id);
  t.equal(again.body.secret, first.body.secret);
  await send('DELETE', `/webhooks/${first.body.id}`);
  const last = await send('POST', '/webhooks', { url }, { headers });
  t.match(last, { status: 201, body: { id: first.body.id } });
  t.notOk('secret' in last.body, 'it went with the webhook');
  t.same(await store.webhooks.find(first.body.id), null);
});

t.test('a dry run makes nothing, and shows no secret', async (t) => {
  const { send } = await startCommandApi(t);
  const answer = await send('POST', '/webhooks?dryRun=true', { url });
  t.match(answer, { status: 200, body: { url } });
  t.notMatch(answer.text, 'whsec_');
  t.same((await send('GET', '/webhooks')).body.items, []);
});

t.test('a replay moves it, and a disabled one works again', async (t) => {
  const { send, store } = await startCommandApi(t);
  const { body } = await send('POST', '/webhooks', { url });
  const found = await store.webhooks.find(body.id);
  if (found === null) throw new Error('it was made');
  const failure = { at: 1_000, reason: 'http-410' };
  const delivery = { ...found.delivery, failures: 3, failure, isDisabled: true };
  await store.webhooks.note([{ ...found, delivery }], []);
  t.match((await send('GET', `/webhooks/${body.id}`)).body, {
    ...{ state: 'disabled', lastFailure: { reason: 'http-410', at: '1970-01-01T00:00:01.000Z' } },
  });
  const path = `/webhooks/${body.id}/replay`;
  t.match(await send('POST', `${path}?dryRun=true`, { after: place }), { status: 200 });
  t.match((await send('GET', `/webhooks/${body.id}`)).body, { state: 'disabled' });
  const replayed = await send('POST', path, { after: place });
  t.match(replayed, { status: 200, body: { state: 'active', lastFailure: { attempts: 0 } } });
  t.notMatch(replayed.text, 'whsec_');
  t.same(openPlace(sealer, replayed.body.position, 'after'), { beganAt: 5, position: 17 });
  t.match(await send('POST', `/webhooks/${newId()}/replay`, { after: place }), { status: 404 });
});

t.test('what belongs to a user goes with the user', async (t) => {
  const api = await startCommandApi(t);
  await addUser(api, { id: callers.provider.id });
  const { body } = await api.send('POST', '/webhooks', { url });
  await api.send('DELETE', `/users/${callers.provider.id}`, undefined, asAdministrator);
  const path = `/webhooks/${body.id}`;
  t.match(await api.send('GET', path, undefined, asAdministrator), { status: 404 });
});
