import {
  buildActorChanged,
  buildCommentChanged,
  buildKeyChanged,
  buildMovieChanged,
  buildRatingChanged,
  buildSessionChanged,
  buildSessionDayChanged,
  buildTotalsChanged,
  idOf,
} from '@marquee/testing';
import { test } from 'tap';
import { project } from '../src/project.js';
import { addressOf, isViewRow, removalOf, subjectOf, viewTables } from '../src/view-rows.js';

const totals = ['all', 'genre:Action', 'tag:dystopia'].map((selection) => {
  return { selection, count: 1, version: 7 };
});
const events = [
  ...[buildMovieChanged(), buildActorChanged()],
  ...[buildTotalsChanged({ totals }), buildKeyChanged(), buildCommentChanged()],
  ...[buildSessionChanged(), buildSessionDayChanged()],
  buildRatingChanged(),
];
const rows = events.flatMap((event) => project(event, {}).filter(isViewRow));

test('each row names what of the write model it is made of', async (t) => {
  const subjects = new Set(
    rows.map((row) => {
      const { kind, id } = subjectOf(addressOf(row));
      return `${kind} ${id}`;
    }),
  );
  t.same([...subjects].sort(), [
    `actors ${idOf(0xa1)}`,
    `comment ${idOf(0xc1)}`,
    `keys ${idOf(0xb1)}`,
    `movies ${idOf(1)}`,
    `rating ${idOf(0xe1)}:${idOf(1)}`,
    'selections all',
    'selections genre:Action',
    'selections tag:dystopia',
    `session ${idOf(0xd1)}:${idOf(0xe1)}`,
    'sessionDay FI:2026-01-31',
  ]);
  t.same(new Set(rows.map(({ table }) => table)), new Set(viewTables), 'of every table');
});

test('rows of any table can be taken away by their keys', async (t) => {
  const gone = rows.map((row) => ({ ...addressOf(row), version: 9 }));
  const removals = project({ kind: 'rows-gone', rows: gone }, {});
  t.equal(removals.length, rows.length);
  for (const [index, row] of rows.entries()) {
    const removal = removals[index];
    t.match(removal, { table: row.table, op: 'remove', version: 9 });
    t.match({ ...row, op: 'remove', version: 9 }, removal, 'at the same place');
  }
});

test('a table that this version of the projection does not have is refused', async (t) => {
  t.throws(() => removalOf({ table: 'plays', key: ['x'], version: 1 }), TypeError);
});
