import { randomUUID } from 'node:crypto';
import { callers, onEachStore } from './command-fixture.js';

const url = '/sessions/events';
const hour = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const event = (more: object = {}) => ({
  ...{ event: 'start', playerId: randomUUID(), sessionId: randomUUID(), country: 'FI' },
  ...more,
});

onEachStore(
  'events are taken, and those of longer than a year ago are dropped',
  async (t, { send, tokenOf }) => {
    const end = event({ event: 'end', country: undefined });
    const old = [366, 364].map((days) => event({ at: at(-days * 24 * hour) }));
    const taken = await send('POST', url, {
      events: [event(), end, event({ at: at(299_000) }), ...old],
    });
    t.match(taken, { status: 202, body: { accepted: 4, dropped: 1 } });
    t.ok(tokenOf(taken).subjects >= 4);
    t.match(await send('POST', url, { events: [old[0]] }), {
      ...{ status: 202, body: { accepted: 0, dropped: 1 } },
    });
    const dry = await send('POST', `${url}?dryRun=true`, { events: [event()] });
    t.match(dry, { status: 200, body: { accepted: 1, dropped: 0 } });
    t.equal(dry.headers['consistency-token'], undefined);
    const many = Array.from({ length: 1_000 }, () => event({ id: randomUUID() }));
    t.match(await send('POST', url, { events: many }), { status: 202, body: { accepted: 1_000 } });
  },
);

onEachStore('a batch sent again under its key is answered again', async (t, { send }) => {
  const headers = { 'idempotency-key': randomUUID() };
  const events = [event()];
  const first = await send('POST', url, { events }, { headers });
  const again = await send('POST', url, { events }, { headers });
  t.strictSame([again.status, again.body], [first.status, first.body]);
  t.equal(again.headers['idempotency-replayed'], 'true');
});

onEachStore(
  'all faults are named in one answer, and then nothing is taken',
  async (t, { send, store }) => {
    const right = event();
    const events = [
      right,
      event({ country: undefined, at: at(301_000) }),
      event({ country: 'ZZ', playerId: 'x' }),
      event({ country: 'fi', at: 'soon' }),
      event({ event: 'pause', more: 1 }),
      event({ event: 'end', at: at(400_000) }),
      ...[null, 7],
    ];
    const { status, body } = await send('POST', url, { events });
    t.equal(status, 400);
    t.same(body.errors?.map(({ pointer }) => pointer).sort(), [
      ...['/events/1/at', '/events/1/country', '/events/2/country', '/events/2/playerId'],
      ...['/events/3/at', '/events/3/country', '/events/4/event', '/events/4/more'],
      ...['/events/5/at', '/events/6', '/events/7'],
    ]);
    const rules = await send('POST', url, {
      events: [event({ country: undefined }), event({ at: at(301_000) })],
    });
    t.match(rules, {
      status: 400,
      body: { code: 'invalid-input', errors: [{ code: 'required' }, { code: 'in-the-future' }] },
    });
    const ids = [`${right.sessionId}:${right.playerId}`];
    t.same((await store.outbox.current({ session: ids })).events, []);
    for (const wrong of [
      undefined,
      [],
      {},
      { events: [] },
      { events: 7 },
      { events: Array(1_001).fill(event()) },
    ]) {
      t.equal((await send('POST', url, wrong ?? null)).status, 400);
    }
  },
);

onEachStore('users tell of themselves alone, machines of anyone', async (t, { send }) => {
  const mine = event({ playerId: callers.viewer.id.toUpperCase() });
  t.equal((await send('POST', url, { events: [mine] }, { as: 'viewer' })).status, 202);
  t.match(await send('POST', url, { events: [mine, event()] }, { as: 'viewer' }), {
    ...{ status: 403, body: { code: 'forbidden' } },
  });
  t.equal((await send('POST', url, { events: [event()] }, { as: null })).status, 401);
  t.equal((await send('POST', url, { events: [event()] }, { as: 'administrator' })).status, 202);
});
