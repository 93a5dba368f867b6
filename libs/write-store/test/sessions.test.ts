import { randomUUID } from 'node:crypto';
import {
  type RecordChange,
  SESSION_KEPT_MS,
  type Session,
  sessionDayEnd,
  sessionIdOf,
} from '@marquee/contracts';
import type { SessionState } from '@marquee/domain';
import type { Hydrated, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import { options, present, relay, settle, tick } from './builders.js';

const player = randomUUID();

const session = (more: Partial<SessionState> = {}): SessionState => {
  const { sessionId = randomUUID(), playerId = player } = more;
  const id = sessionIdOf(sessionId, playerId);
  return { id, sessionId, playerId, start: null, endedAt: null, ...more };
};
const started = (at: number, country = 'FI') => session({ start: { at, country } });

const tell = (store: WriteStore, told: readonly SessionState[], now = tick()) =>
  store.write(
    (tx) => tx.saveSessions(told.toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    options({ now }),
  );

const told = ({ events }: Hydrated) =>
  events.filter(
    (event): event is RecordChange<'session'> =>
      event.kind === 'record' && event.type === 'session',
  );
const days = ({ events }: Hydrated) =>
  events.flatMap((event) =>
    event.kind === 'record' && event.type === 'sessionDay' ? [event.id] : [],
  );
const instant = (time: number) => new Date(time).toISOString();
const keysOf = ({ playerId, country, startedAt, endedAt }: Session) => {
  return { playerId, country, startedAt, endedAt };
};

onEach(
  'a session is told of once whole, whichever of its events comes first',
  async (t, { store }) => {
    const at = tick() - 60_000;
    const start = started(at);
    const end = { ...start, start: null, endedAt: at + 30_000 };
    for (const [first, second] of [
      [start, end],
      [end, start],
    ]) {
      const id = present(first).id;
      const made = await tell(store, [present(first)]);
      await settle(store);
      await tell(store, [present(second)]);
      const [event] = told(await relay(store));
      t.match(event, {
        ...{ id, befores: [], covers: [{ subject: `session:${id}` }] },
        record: {
          ...{ playerId: player, country: 'FI' },
          ...{ startedAt: instant(at), endedAt: instant(at + 30_000) },
        },
      });
      t.equal(event?.record?.version, event?.version);
      t.ok(made.subjects > 0);
      await settle(store);
      await store.write((tx) => tx.eraseSessions(player), options());
      await settle(store);
    }
  },
);

onEach('an earlier start moves the session, and tells where it stood', async (t, { store }) => {
  const at = Date.UTC(2026, 0, 31, 0, 0, 1);
  const first = started(at);
  t.equal((await tell(store, [first])).subjects, 2, 'the session and its day');
  const published = await relay(store);
  t.same(days(published), ['FI:2026-01-31']);
  const before = present(present(told(published)[0]).record);
  await tell(store, [{ ...first, start: { at: at - 2_000, country: 'SE' } }]);
  const moved = await relay(store);
  t.same(days(moved), ['SE:2026-01-30']);
  t.match(told(moved), [{ record: { country: 'SE' }, befores: [keysOf(before)] }]);
  await settle(store);
  const later = { ...first, start: { at: at + 9, country: 'NO' } };
  t.equal((await tell(store, [later])).subjects, 1, 'but a later one changes nothing, save a day');
});

onEach(
  'what is told twice changes nothing, and is waited for while it is on its way',
  async (t, { store }) => {
    const first = started(tick());
    await tell(store, [first]);
    const again = await tell(store, [first]);
    t.equal(again.subjects, 2, 'the session and its day');
    const [event] = told(await relay(store));
    t.match(event?.covers, [{ subject: `session:${first.id}` }, { write: again.write }]);
    await settle(store);
    t.equal((await tell(store, [first])).subjects, 0);
  },
);

onEach(
  'a thousand sessions are one write, also while others tell of the same',
  async (t, { store, query }) => {
    const at = tick();
    const all = Array.from({ length: 1_000 }, (_, n) => started(at - n, n % 2 ? 'FI' : 'SE'));
    const writes = [all, all.toReversed(), all.slice(0, 10)].map((part) => tell(store, part, at));
    await Promise.all(writes);
    const [row] = await query<{ n: number }>('SELECT count(*) AS n FROM sessions');
    t.equal(Number(row?.n), 1_000);
    const counted = await query<{ n: number }>('SELECT count(*) AS n FROM session_days');
    t.equal(Number(counted[0]?.n), 2);
  },
);

onEach(
  'what is older than a year goes, and an event that is told then begins anew',
  async (t, { store, query }) => {
    const now = tick();
    const old = { ...started(now - SESSION_KEPT_MS + 60_000), endedAt: now };
    const end = session({ endedAt: now - SESSION_KEPT_MS + 60_000 });
    const young = started(now);
    await tell(store, [old, end, young], now);
    await settle(store);
    t.equal(await store.pruneSessions(now), 0);
    const then = now + 60_000;
    await tell(store, [{ ...old, start: null }], then);
    t.match(told(await relay(store)), [{ record: { startedAt: null, endedAt: instant(now) } }]);
    t.equal(await store.pruneSessions(then), 1, 'the end that had no start');
    t.equal(await store.pruneSessions(now + SESSION_KEPT_MS), 3, 'and the day of the first');
    t.equal(
      await store.pruneSessions(sessionDayEnd(instant(now).slice(0, 10))),
      1,
      'the day of the second',
    );
    t.same(await query('SELECT id FROM sessions'), []);
    t.same(await query('SELECT id FROM session_days'), []);
  },
);

onEach(
  'all sessions of a player are erased at once, and made anew they are newer',
  async (t, { store }) => {
    const at = tick();
    const mine = Array.from({ length: 1_003 }, () => started(at));
    const other = session({ playerId: randomUUID(), start: { at, country: 'FI' } });
    await tell(store, [...mine, other]);
    await settle(store);
    const erased = await store.write((tx) => tx.eraseSessions(player), options());
    t.equal(erased.value, 1_003);
    t.equal(erased.subjects, 1_003);
    const gone = told(await relay(store));
    t.ok(gone.every(({ record, befores }) => record === null && befores.length === 1));
    const [again] = mine;
    const back = Date.now() - 10 * SESSION_KEPT_MS;
    await tell(store, [present(again)], Math.max(back, at - 60_000));
    const event = told(await relay(store)).find(({ id }) => id === again?.id);
    const before = gone.find(({ id }) => id === again?.id);
    t.ok(present(event).record);
    t.equal(event?.version, present(before).version + 1, 'by a clock that was set back, too');
    t.equal((await store.outbox.current({ session: [other.id] })).events.length, 1);
  },
);

onEach('a dry run leaves nothing', async (t, { store }) => {
  await store.write((tx) => tx.saveSessions([started(tick())]), options({ dryRun: true }));
  t.same((await relay(store)).events, []);
});
