import { SESSION_KEPT_MS, type SessionEvent } from '@marquee/contracts';
import { test } from 'tap';
import { keptOfSession, mergeSessions, sessionEventFaults, tellSessions } from '../src/index.js';

const now = Date.UTC(2026, 0, 31, 9, 30);
const playerId = '01900000-0000-7000-8000-0000000000e1';
const sessionId = '01900000-0000-7000-8000-0000000000d1';
const at = (ms: number) => new Date(ms).toISOString();
const start = (ms: number, country = 'FI'): SessionEvent => {
  return { event: 'start', playerId, sessionId, country, at: at(ms) };
};
const end = (ms: number): SessionEvent => ({ event: 'end', playerId, sessionId, at: at(ms) });

test('the same is known of a session in whatever order and however often events tell of it', async (t) => {
  const events = [start(now - 50), start(now - 60, 'SE'), start(now - 60), end(now - 5), end(now)];
  const wanted = [{ start: { at: now - 60, country: 'FI' }, endedAt: now - 5 }];
  for (let turn = 0; turn < events.length; turn++) {
    const turned = [...events.slice(turn), ...events.slice(0, turn), ...events];
    t.match(tellSessions(turned, now), { sessions: wanted, accepted: 10, dropped: 0 });
    const one = turned.flatMap((event) => tellSessions([event], now).sessions);
    const [merged] = [one.reduce((known, told) => mergeSessions(known, told))];
    t.match(merged, wanted[0]);
  }
});

test('a session is known by its id and its player, in lower case, and without a time it is now', async (t) => {
  const other = '01900000-0000-7000-8000-0000000000e2';
  const { sessions } = tellSessions(
    [
      { event: 'end', playerId: other.toUpperCase(), sessionId },
      { event: 'start', playerId, sessionId: sessionId.toUpperCase(), country: 'FI' },
      { event: 'end', playerId, sessionId, country: 'SE' },
    ],
    now,
  );
  t.same(sessions, [
    {
      ...{ id: `${sessionId}:${playerId}`, sessionId, playerId },
      ...{ start: { at: now, country: 'FI' }, endedAt: now },
    },
    { id: `${sessionId}:${other}`, sessionId, playerId: other, start: null, endedAt: now },
  ]);
});

test('what is older than a year is dropped, and forgotten where it was known', async (t) => {
  const [gone, kept] = [now - SESSION_KEPT_MS, now - SESSION_KEPT_MS + 1];
  t.match(tellSessions([start(gone), end(kept)], now), {
    ...{ accepted: 1, dropped: 1, sessions: [{ start: null, endedAt: kept }] },
  });
  t.match(tellSessions([end(gone)], now), { accepted: 0, dropped: 1, sessions: [] });
  const known = tellSessions([start(gone), end(kept)], gone).sessions;
  t.match(
    known.map((session) => keptOfSession(session, now)),
    [{ start: null, endedAt: kept }],
  );
});

test('each fault that no schema finds is named at its place', async (t) => {
  const events = [
    start(now),
    { ...start(now), country: undefined },
    start(now + 300_000),
    { ...start(now + 300_001), country: undefined },
    end(now + 300_001),
    { event: 'start' },
    ...[null, 'x', 7, [], { event: 'start', country: 7, at: 'soon' }],
  ];
  t.same(
    sessionEventFaults({ events }, now).map(({ pointer, code }) => `${pointer} ${code}`),
    [
      '/events/1/country required',
      '/events/3/country required',
      '/events/3/at in-the-future',
      '/events/4/at in-the-future',
      '/events/5/country required',
    ],
  );
  for (const body of [null, 7, [], {}, { events: 7 }]) t.same(sessionEventFaults(body, now), []);
});
