import type { SessionKeys } from '@marquee/contracts';
import {
  buildSession,
  buildSessionChanged,
  buildSessionDayChanged,
  idOf,
  TEST_NOW,
} from '@marquee/testing';
import { test } from 'tap';
import { project } from '../src/project.js';

const YEAR_MS = 31_557_600_000;
const player = idOf(0xe1);
const started = 'started:FI:2026-01-31';
const completed = `completed:${player}`;
const [first, later] = ['2026-01-31T09:30:00.000Z', '2026-01-31T09:31:00.000Z'];

test('a completed session stands in the list of its start and in that of its player', async (t) => {
  const record = buildSession({ version: 4 });
  const { id, sessionId } = record;
  const covers = [{ write: 'w', subject: `session:${id}` }];
  const row = { table: 'sessionLists', op: 'put', bucket: 0, id, version: 4, sortValue: null };
  const extra = { ...record, secret: 1 };
  t.same(project(buildSessionChanged({ record: extra, covers }), {}), [
    {
      ...{ ...row, list: started, sortKey: first, expiresAt: TEST_NOW + YEAR_MS },
      json: JSON.stringify({ sessionId, playerId: player, startedAt: first }),
    },
    {
      ...{ ...row, list: completed, sortKey: later, expiresAt: TEST_NOW + YEAR_MS },
      json: JSON.stringify({ sessionId, country: 'FI', startedAt: first, endedAt: later }),
    },
    { table: 'appliedWrites', write: 'w', subject: `session:${id}` },
  ]);
});

const none: SessionKeys = { playerId: player, country: null, startedAt: null, endedAt: null };
const whole = { ...none, country: 'FI', startedAt: first, endedAt: later };
const removed = { [`remove ${started}`]: first, [`remove ${completed}`]: later };

test('what is told of a session decides where it stands', async (t) => {
  const cases: [string, Partial<SessionKeys> | null, SessionKeys[], Record<string, string>][] = [
    ['a start', { endedAt: null }, [], { [`put ${started}`]: first }],
    ['an end alone', { country: null, startedAt: null }, [], {}],
    ['deleted', null, [whole], removed],
    ['deleted, of an end alone', null, [{ ...none, endedAt: later }], {}],
    [
      'an earlier start, the day before',
      { startedAt: '2026-01-30T23:59:59.999Z', country: 'SE' },
      [whole],
      {
        'put started:SE:2026-01-30': '2026-01-30T23:59:59.999Z',
        [`put ${completed}`]: later,
        [`remove ${started}`]: first,
      },
    ],
    [
      'an earlier end',
      { endedAt: first },
      [whole, whole],
      { [`put ${started}`]: first, [`put ${completed}`]: first, [`remove ${completed}`]: later },
    ],
  ];
  for (const [name, more, befores, wanted] of cases) {
    const record = more === null ? null : buildSession({ ...whole, ...more });
    const rows = project(buildSessionChanged({ record, befores }), {});
    const found = rows.map((row) => {
      return 'sortKey' in row ? [`${row.op} ${row.list}`, row.sortKey] : [row.table, ''];
    });
    t.same(found, Object.entries(wanted), name);
  }
});

test('an end that is told to be before its start ends the completed session first', async (t) => {
  const endedAt = '2026-01-31T09:29:59.000Z';
  const [start, whole] = project(buildSessionChanged({ record: buildSession({ endedAt }) }), {});
  t.match(start, { expiresAt: TEST_NOW + YEAR_MS });
  t.match(whole, { sortKey: endedAt, expiresAt: TEST_NOW - 1_000 + YEAR_MS });
});

test('a day of sessions is one row, for a year from its end', async (t) => {
  const { version } = buildSessionDayChanged();
  t.same(project(buildSessionDayChanged(), {}), [
    {
      ...{ table: 'sessionDays', op: 'put', list: 'days:FI', bucket: 0, sortKey: '2026-01-31' },
      ...{ id: 'FI:2026-01-31', version, sortValue: null },
      json: '{"country":"FI","day":"2026-01-31"}',
      expiresAt: Date.UTC(2026, 1, 1) + YEAR_MS,
    },
  ]);
  t.same(project({ ...buildSessionDayChanged(), record: null }, {}), []);
});
