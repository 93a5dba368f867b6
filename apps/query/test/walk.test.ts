import type { Position } from '@marquee/contracts';
import fc from 'fast-check';
import { test } from 'tap';
import { comparePlaces, type Direction, type Order } from '../src/movie-order.js';
import { type PageOf, readPage } from '../src/read-page.js';
import { scan, type Walk } from '../src/walk.js';

interface Row extends Position {
  readonly even: boolean;
}

const row = fc
  .tuple(fc.constantFrom('', 'a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 60 }))
  .map(([sortKey, n]): Row => ({ sortKey, id: String(n).padStart(2, '0'), even: n % 2 === 0 }));

const catalogue = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 50 });
const order = fc.constantFrom<Order>('ascending', 'descending');

/** Lists in memory, each with some of the rows: what a store does, in the plainest way. */
function walkOf(
  lists: ReadonlyMap<string, readonly Row[]>,
  order: Order,
  evenOnly: boolean,
): Walk<Row> {
  return scan<Row>({
    lists: [...lists.keys()],
    order,
    async read(list, { direction, after, limit }) {
      const compare = comparePlaces(order, direction);
      return (lists.get(list) ?? [])
        .filter((row) => after === null || compare(row, after) > 0)
        .sort(compare)
        .slice(0, limit);
    },
    test: evenOnly ? ({ even }) => even : null,
  });
}

async function pagesOf(walk: Walk<Row>, limit: number, direction: Direction): Promise<Row[][]> {
  const pages: Row[][] = [];
  let place: { direction: Direction; after: Row | null; skip: number } | null = {
    direction,
    after: null,
    skip: 0,
  };
  while (place !== null) {
    const page: PageOf<Row> = await readPage(walk, { ...place, limit });
    pages.push([...page.rows]);
    place = page[direction];
  }
  return pages;
}

const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

test('a walk over several lists meets each row once, in order, in both directions', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      catalogue,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 50, maxLength: 50 }),
      order,
      fc.boolean(),
      fc.integer({ min: 1, max: 12 }),
      async (rows, masks, order, evenOnly, limit) => {
        const lists = new Map(
          [1, 2, 4].map((bit) => [String(bit), rows.filter((_, n) => (masks[n] ?? 1) & bit)]),
        );
        const walk = walkOf(lists, order, evenOnly);
        const expected = ids(
          rows.filter(({ even }) => even || !evenOnly).sort(comparePlaces(order, 'next')),
        );
        t.same(ids((await pagesOf(walk, limit, 'next')).flat()), expected);
        t.same(ids((await pagesOf(walk, limit, 'previous')).reverse().flat()), expected);
      },
    ),
    { numRuns: 200 },
  );
});

test('going back from any page shows the page before it, and the first page has none before', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      catalogue,
      order,
      fc.integer({ min: 1, max: 9 }),
      async (rows, order, limit) => {
        const walk = walkOf(new Map([['only', rows]]), order, false);
        let page = await readPage(walk, { direction: 'next', after: null, skip: 0, limit });
        t.equal(page.previous, null);
        while (page.next !== null) {
          const before = page;
          page = await readPage(walk, { ...page.next, limit });
          if (page.previous === null) return t.fail('a later page has a page before it');
          const back = await readPage(walk, { ...page.previous, limit });
          t.same(ids(back.rows), ids(before.rows));
          t.equal(back.previous === null, before.previous === null);
          t.not(back.next, null);
        }
        return undefined;
      },
    ),
    { numRuns: 100 },
  );
});

const numbered = (count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({
    sortKey: 'k',
    id: String(n).padStart(6, '0'),
    even: n === count - 1,
  }));

test('a search that meets the bound stops short, and the next page goes on to the end', async (t) => {
  const rows = numbered(25_000);
  const walk = walkOf(new Map([['only', rows]]), 'ascending', true);
  const pages = await pagesOf(walk, 5, 'next');
  t.ok(pages.length > 2);
  t.same(pages.slice(0, -1).flat(), []);
  t.same(ids(pages.flat()), ['024999']);
});

test('what was still to be skipped at the bound is skipped on the next page', async (t) => {
  const walk = walkOf(
    new Map([
      ['a', numbered(9_000)],
      ['b', numbered(9_500)],
    ]),
    'ascending',
    false,
  );
  let page = await readPage(walk, { direction: 'next', after: null, skip: 9_200, limit: 2 });
  while (page.rows.length === 0 && page.next !== null) {
    page = await readPage(walk, { ...page.next, limit: 2 });
  }
  t.same(ids(page.rows), ['009200', '009201']);
});

test('a page behind the end shows nothing, and its previous page is the last one', async (t) => {
  const rows = numbered(7);
  const walk = walkOf(new Map([['only', rows]]), 'ascending', false);
  const beyond = await readPage(walk, { direction: 'next', after: null, skip: 50, limit: 3 });
  t.same(beyond.rows, []);
  t.equal(beyond.next, null);
  t.ok(beyond.previous);
  if (beyond.previous === null) return undefined;
  const last = await readPage(walk, { ...beyond.previous, limit: 3 });
  t.same(ids(last.rows), ['000004', '000005', '000006']);
  t.equal(last.next, null);
});

test('rows that are gone when a neighbour is asked for leave right neighbours', async (t) => {
  const rows = numbered(4);
  const start = { direction: 'next', after: rows[3] ?? null, skip: 0, limit: 2 } as const;
  const some = walkOf(new Map([['only', rows.slice(0, 3)]]), 'ascending', false);
  const page = await readPage(some, start);
  t.same(page.rows, []);
  if (page.previous === null) return t.fail('there are rows before it');
  t.same(ids((await readPage(some, { ...page.previous, limit: 2 })).rows), ['000001', '000002']);
  const none = walkOf(new Map([['only', []]]), 'ascending', false);
  const empty = await readPage(none, start);
  t.same(empty.rows, []);
  if (empty.previous === null) return t.fail('its reader came from somewhere');
  const first = await readPage(none, { ...empty.previous, limit: 2 });
  t.match(first, { rows: [], next: null, previous: null }, 'the way back ends');
  return undefined;
});
