import { StoreUnavailable, type Touched } from '@marquee/contracts';
import { comparePositions } from '@marquee/projection';
import { test } from 'tap';
import type { Dependencies } from '../src/pages/dependencies.js';
import { createPageCache, FLOOR_MS, type ReadPage } from '../src/pages/page-cache.js';

const list = 'all/title';
const place = (sortKey: string | null) => (sortKey === null ? null : { sortKey, id: 'x' });

const shows = (after: string | null, last: string | null): Dependencies => ({
  stretches: [{ list, after: place(after), last: place(last), compare: comparePositions }],
  filmographies: [],
  total: 'all',
});

const nothing: Touched = { places: {}, filmographies: [], totals: [] };
const change = (sortKey: string): Touched => ({ ...nothing, places: { [list]: [[sortKey, 'x']] } });

/** A cache whose clock stands still until it is told; counts the reads of the view. */
function cacheOf({ maxBytes = 1_000_000 } = {}) {
  const clock = { now: 1_000, trustedUntil: Number.POSITIVE_INFINITY };
  const cache = createPageCache<number>({
    maxBytes,
    now: () => clock.now,
    trustedUntil: () => clock.trustedUntil,
  });
  let reads = 0;
  const read = async (dependencies = shows('b', 'd'), generation = 'g1') => {
    reads += 1;
    return { content: reads, bytes: 1_000, generation, dependencies };
  };
  return {
    clock,
    cache,
    read,
    get: (key = 'page', made: () => Promise<ReadPage<number>> = () => read()) =>
      cache.page(key, made),
  };
}

test('a page that nothing touches is read once', async (t) => {
  const { get, clock } = cacheOf();
  t.same(await get(), { content: 1, from: 'view' });
  clock.now += 3_600_000;
  t.same(await get(), { content: 1, from: 'cache' });
});

test('a change inside the stretch that a page shows has it read anew, one outside does not', async (t) => {
  for (const [key, touches] of [
    ['a', false],
    ['b', false],
    ['c', true],
    ['d', true],
    ['e', false],
  ] as const) {
    const { get, clock, cache } = cacheOf();
    await get();
    clock.now += 1_000;
    cache.touched('g1', change(key));
    t.equal((await get()).from, touches ? 'view' : 'cache', key);
  }
});

test('a page at the end of its list shows what comes after it', async (t) => {
  const { get, clock, cache, read } = cacheOf();
  await get('page', () => read(shows('b', null)));
  clock.now += 1_000;
  cache.touched('g1', change('z'));
  t.equal((await get()).from, 'view');
});

test('changes of another list or another generation touch nothing', async (t) => {
  const { get, clock, cache } = cacheOf();
  await get();
  clock.now += 1_000;
  cache.touched('g2', change('c'));
  cache.touched('g1', { ...nothing, places: { 'genre:Drama/title': [['c', 'x']] } });
  t.equal((await get()).from, 'cache');
});

test('a filmography is touched by its actor', async (t) => {
  const { get, clock, cache, read } = cacheOf();
  const dependencies = { stretches: [], filmographies: ['keanu'], total: null };
  await get('page', () => read(dependencies));
  clock.now += 1_000;
  cache.touched('g1', { ...nothing, filmographies: ['carrie'] });
  t.equal((await get()).from, 'cache');
  cache.touched('g1', { ...nothing, filmographies: ['keanu'] });
  t.equal((await get()).from, 'view');
});

test('a total may be some time behind, but not for a second', async (t) => {
  const { get, clock, cache } = cacheOf();
  await get();
  clock.now += 1_000;
  cache.touched('g1', { ...nothing, totals: ['all'] });
  t.equal((await get()).from, 'cache');
  clock.now += 999;
  t.equal((await get()).from, 'view');
});

test('under many changes a page is read once in a while, and is never further behind than that', async (t) => {
  const { get, clock, cache } = cacheOf();
  await get();
  let read = 1;
  for (let ms = 0; ms < 1_000; ms += 1) {
    clock.now += 1;
    cache.touched('g1', change('c'));
    const page = await get();
    if (page.from === 'view') read += 1;
    t.equal(page.content, read);
  }
  t.ok(read <= 1 + 1_000 / FLOOR_MS && read >= 1_000 / FLOOR_MS - 1, `${read} reads`);
});

test('however many ask for a page, it is read once', async (t) => {
  const { get } = cacheOf();
  const pages = await Promise.all(Array.from({ length: 50 }, () => get()));
  t.same(new Set(pages.map(({ content }) => content)), new Set([1]));
});

test('a page that is touched while it is read is not taken for new', async (t) => {
  const { get, clock, cache, read } = cacheOf();
  let finish = () => {};
  const reading = get('page', async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return await read();
  });
  clock.now += 10;
  cache.touched('g1', change('c'));
  clock.now += FLOOR_MS;
  finish();
  t.same(await reading, { content: 1, from: 'view' });
  t.same(await get(), { content: 2, from: 'view' });
});

test('what may have been missed has every page read anew, also one that is being read', async (t) => {
  const { get, clock, cache } = cacheOf();
  await get('one');
  const reading = get('two');
  cache.missed();
  await reading;
  clock.now += FLOOR_MS;
  t.equal((await get('one')).from, 'view');
  t.equal((await get('two')).from, 'view');
});

test('while changes are not heard of, pages are trusted for a moment only', async (t) => {
  const { get, clock } = cacheOf();
  await get();
  clock.trustedUntil = clock.now + 500;
  clock.now += 499;
  t.equal((await get()).from, 'cache');
  clock.now += 1;
  t.equal((await get()).from, 'view');
  clock.now += FLOOR_MS - 1;
  t.equal((await get()).from, 'cache');
  clock.now += 1;
  t.equal((await get()).from, 'view');
});

test('while the view does not answer, what was kept is served, and few wait for the view', async (t) => {
  const { get, clock, cache } = cacheOf();
  await get();
  cache.missed();
  clock.now += 1_000;
  let asked = 0;
  const down = async () => {
    asked += 1;
    throw new StoreUnavailable('down');
  };
  for (let n = 0; n < 10; n += 1) {
    t.same(await get('page', down), { content: 1, from: 'outage' });
    clock.now += 10;
  }
  t.equal(asked, 1);
  clock.now += 1_000;
  t.same(await get(), { content: 2, from: 'view' });
  await t.rejects(get('another', down), StoreUnavailable);
});

test('an error that is no outage is never covered up', async (t) => {
  const { get, clock, cache } = cacheOf();
  await get();
  cache.missed();
  clock.now += 1_000;
  await t.rejects(
    get('page', async () => {
      throw new TypeError('a defect');
    }),
    TypeError,
  );
});

test('pages fit into their bytes; a walk through a long list pushes out no page that was asked for again', async (t) => {
  const { get, cache } = cacheOf({ maxBytes: 20_000 });
  await get('hot');
  await get('hot');
  for (let n = 0; n < 1_000; n += 1) {
    await get(`cold ${n}`);
    t.ok(cache.size().bytes <= 20_000);
  }
  t.equal((await get('hot')).from, 'cache');
  t.equal((await get('cold 0')).from, 'view');
  t.equal((await get('cold 999')).from, 'cache');
});

test('with no room nothing is kept, and everything is served', async (t) => {
  const { get, cache } = cacheOf({ maxBytes: 0 });
  t.equal((await get()).from, 'view');
  t.equal((await get()).from, 'view');
  t.same(cache.size(), { pages: 0, bytes: 0 });
});
