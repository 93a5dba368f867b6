import type { Touched } from '@marquee/contracts';
import type { ViewTables } from '@marquee/view-store';
import { test } from 'tap';
import { keptTotals, type Totals } from '../src/pages/kept-totals.js';

const touching = (...totals: string[]): Touched => ({ places: {}, filmographies: [], totals });

/** Tables of a view that counts its reads; each total is the number of the read that gave it. */
function totalsOf() {
  const clock = { now: 0, trustedUntil: 1_000 };
  const totals = keptTotals({ now: () => clock.now, trustedUntil: () => clock.trustedUntil });
  const asked: string[][] = [];
  let answer = async (): Promise<void> => {};
  const tables = {
    generation: { name: 'g1' },
    async totals(selections: readonly string[]): Promise<Totals> {
      const count = asked.push([...selections]);
      await answer();
      const counted = selections.filter((name) => name !== 'nobody counts it');
      return new Map(counted.map((name) => [name, { count, version: 1 }]));
    },
  } as unknown as ViewTables;
  const get = async (...names: string[]) =>
    [...(await totals.of(tables, names))].map(([name, { count }]) => [name, count]);
  return {
    ...{ clock, totals, asked, get },
    onAsked(work: () => Promise<void>) {
      answer = work;
    },
  };
}

test('a total is read once, until something touches it', async (t) => {
  const { totals, get, asked } = totalsOf();
  t.same(await get('all', 'nobody counts it'), [['all', 1]]);
  t.same(await get('nobody counts it', 'all'), [['all', 1]]);
  totals.touched('g1', touching('genre:Drama'));
  totals.touched('g2', touching('all'));
  t.same(await get('all'), [['all', 1]]);
  totals.touched('g1', touching('all'));
  t.same(await get('all', 'nobody counts it'), [['all', 2]]);
  t.same(asked, [['all', 'nobody counts it'], ['all']]);
});

test('a total that is touched while it is read is not kept', async (t) => {
  for (const what of ['touched', 'missed'] as const) {
    const { totals, get, onAsked } = totalsOf();
    onAsked(async () => {
      onAsked(async () => {});
      if (what === 'missed') totals.missed();
      else totals.touched('g1', touching('all'));
    });
    t.same(await get('all'), [['all', 1]]);
    t.same(await get('all'), [['all', 2]], what);
    t.same(await get('all'), [['all', 2]]);
  }
});

test('while announcements may be lost, each total is read', async (t) => {
  const { clock, get } = totalsOf();
  await get('all');
  clock.now = 1_000;
  t.same(await get('all'), [['all', 2]]);
  t.same(await get('all'), [['all', 3]]);
});
