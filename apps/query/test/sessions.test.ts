import { type ChangeEvent, dayOf, type Page } from '@marquee/contracts';
import {
  buildSession,
  buildSessionChanged,
  buildSessionDayChanged,
  idOf,
  versionAt,
} from '@marquee/testing';
import { test } from 'tap';
import { type PageBody, type ProblemBody, queryFixture } from './query-fixture.js';

const player = idOf(0xe1);
const HOUR = 3_600_000;
const now = Date.now();

const callers = new Map([
  ['administrator', { id: idOf(1), role: 'administrator' }],
  ['provider', { id: idOf(2), role: 'provider' }],
  ['player', { id: player, role: 'viewer' }],
  ['narrow', { id: idOf(1), role: 'administrator', scopes: ['catalogue:read'] }],
] as const);
const as = (name: string) => ({ authorization: `Bearer ${name}` });

interface Told {
  readonly n: number;
  readonly startedAt: number | null;
  readonly endedAt?: number;
  readonly country?: string;
  readonly playerId?: string;
}

/** A session and its day, as the relay would publish them. */
function told({ n, startedAt, endedAt, country = 'FI', playerId = player }: Told): ChangeEvent[] {
  const instant = (at: number | null | undefined) =>
    typeof at === 'number' ? new Date(at).toISOString() : null;
  const start = { country: startedAt === null ? null : country, startedAt: instant(startedAt) };
  const sessionId = idOf(0x1000 + n);
  const version = versionAt(now);
  const record = buildSession({
    sessionId,
    playerId,
    version,
    ...start,
    endedAt: instant(endedAt),
  });
  const day =
    start.startedAt === null ? [] : [buildSessionDayChanged(country, dayOf(start.startedAt))];
  return [buildSessionChanged({ record }), ...day];
}

interface Started {
  readonly countries: {
    readonly country: string;
    readonly sessions: { readonly sessionId: string; readonly startedAt: string }[];
    readonly next: string | null;
  }[];
  readonly page?: Page;
}
const namesOf = (sessions: readonly { readonly sessionId: string }[]) =>
  sessions.map(({ sessionId }) => Number.parseInt(sessionId.slice(-4), 16) - 0x1000);

test('sessions of the last hours are listed by country, the newest first, ties kept', async (t) => {
  const { get, apply } = await queryFixture(t, {
    movies: [],
    callers: async (key) => callers.get(key as never) ?? null,
  });
  await apply([
    ...told({ n: 1, startedAt: now - HOUR / 2 }),
    ...told({ n: 2, startedAt: now - 30 * HOUR, endedAt: now }),
    ...[3, 4, 5].flatMap((n) => told({ n, startedAt: now - 30 * HOUR, playerId: idOf(n) })),
    ...told({ n: 6, startedAt: now - 2 * HOUR, country: 'SE' }),
    ...told({ n: 7, startedAt: now - 8_770 * HOUR, country: 'NO' }),
    ...told({ n: 8, startedAt: null, endedAt: now }),
  ]);
  const started = async (query: Record<string, string>) =>
    (await get<Started>('/sessions/started', query, as('provider'))).body;
  const shown = (body: Started) =>
    body.countries.map(({ country, sessions }) => [country, ...namesOf(sessions)]);

  t.same(shown(await started({ hours: '1' })), [['FI', 1]]);
  t.same(shown(await started({ hours: '8760' })), [
    ['FI', 1, 5, 4, 3, 2],
    ['SE', 6],
  ]);
  t.same(shown(await started({ hours: '31', country: 'SE' })), [['SE', 6]]);
  t.same(shown(await started({ hours: '31', country: 'DK' })), [['DK']], 'asked for, and empty');

  const all = await started({ hours: '40', limit: '2' });
  t.same(shown(all), [
    ['FI', 1, 5],
    ['SE', 6],
  ]);
  t.equal(all.page, undefined);
  t.equal(all.countries[1]?.next, null);
  const pages: number[][] = [[1, 5]];
  let last: Started = all;
  for (let next = all.countries[0]?.next ?? null; next !== null; next = last.page?.next ?? null) {
    last = await started({ hours: '40', country: 'FI', limit: '2', cursor: next });
    pages.push(namesOf(last.countries[0]?.sessions ?? []));
  }
  t.same(pages, [[1, 5], [4, 3], [2]]);
  const back = last.page?.previous ?? '';
  t.same(shown(await started({ hours: '40', country: 'FI', limit: '2', cursor: back })), [
    ['FI', 4, 3],
  ]);
  const wrong = await get<ProblemBody>(
    '/sessions/started',
    { hours: '41', country: 'FI', cursor: back },
    as('provider'),
  );
  t.match(wrong, { status: 400, body: { code: 'invalid-cursor' } });
});

test('who is not an administrator or provider, or asks wrongly, is refused', async (t) => {
  const { get } = await queryFixture(t, {
    movies: [],
    callers: async (key) => callers.get(key as never) ?? null,
  });
  const url = '/sessions/started';
  t.equal((await get(url, { hours: '1' })).status, 401);
  for (const caller of ['player', 'narrow'])
    t.equal((await get(url, { hours: '1' }, as(caller))).status, 403, caller);
  const faults = async (query: Record<string, string>) => {
    const { status, body } = await get<ProblemBody>(url, query, as('administrator'));
    t.equal(status, 400);
    return (body.errors ?? []).map(({ parameter }) => parameter).sort();
  };
  t.same(await faults({}), ['hours']);
  for (const hours of ['0', '8761', '1.5', 'x']) t.same(await faults({ hours }), ['hours'], hours);
  t.same(await faults({ hours: '0', country: 'fi', limit: '0', more: '1' }), [
    'country',
    'hours',
    'limit',
    'more',
  ]);
  t.same(await faults({ hours: '1', country: 'ZZ' }), ['country']);
  const { headers } = await get(url, { hours: '1' }, as('administrator'));
  t.equal(headers['cache-control'], 'private, no-store');
});

test('completed sessions of a player are listed by their end, for the player and administrators', async (t) => {
  const { get, apply } = await queryFixture(t, {
    movies: [],
    callers: async (key) => callers.get(key as never) ?? null,
  });
  await apply([
    ...Array.from({ length: 30 }, (_, n) =>
      told({ n, startedAt: now - HOUR, endedAt: now - n * 1_000 }),
    ).flat(),
    ...Array.from({ length: 300 }, (_, n) => told({ n: 100 + n, startedAt: now })).flat(),
    ...told({ n: 50, startedAt: now - HOUR, endedAt: now, playerId: idOf(9) }),
  ]);
  const url = `/players/${player}/sessions`;
  type Sessions = PageBody<{ readonly sessionId: string; readonly country: string }>;
  const first = await get<Sessions>(
    url.toUpperCase().replace('/PLAYERS', '/players').replace('/SESSIONS', '/sessions'),
    {},
    as('player'),
  );
  t.same(
    namesOf(first.body.items),
    Array.from({ length: 20 }, (_, n) => n),
  );
  t.equal(first.headers['cache-control'], 'private, no-store');
  const cursor = first.body.page.next ?? '';
  const second = await get<Sessions>(url, { cursor, limit: '100' }, as('administrator'));
  t.same(
    namesOf(second.body.items),
    Array.from({ length: 10 }, (_, n) => 20 + n),
  );
  t.equal(second.body.page.next, null);
  t.equal((await get(url)).status, 401);
  t.equal((await get(url, {}, as('provider'))).status, 403);
  t.equal((await get(`/players/${idOf(9)}/sessions`, { cursor }, as('administrator'))).status, 400);
  t.equal((await get(url, { limit: '101' }, as('player'))).status, 400);
  t.same(
    (await get<Sessions>(`/players/${idOf(7)}/sessions`, {}, as('administrator'))).body.items,
    [],
  );
});
