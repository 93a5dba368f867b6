/**
 * Finished pages, kept until a change touches what they show. A page that was touched is read anew once, however many ask, and
 * at most every `FLOOR_MS`: so a list that is written all the time stays in the cache and is at most that far behind.
 */
import { StoreUnavailable, type Touched } from '@marquee/contracts';
import { type Dependencies, showsIn } from './dependencies.js';
import { type Kept, keptPages } from './kept-pages.js';

/** What a read made, to be kept. */
export interface ReadPage<T> {
  readonly content: T;
  readonly bytes: number;
  readonly generation: string;
  readonly dependencies: Dependencies;
}

export interface ServedPage<T> {
  readonly content: T;
  /** How it came: kept, read for this, or kept and out of date because the view does not answer. */
  readonly from: 'cache' | 'view' | 'outage';
}

export interface PageCache<T> {
  /** The kept page if it may still be served, else what `read` gives. Rejects as `read` does where nothing is kept. */
  page(key: string, read: () => Promise<ReadPage<T>>): Promise<ServedPage<T>>;
  /** The kept page if it may be served at once. */
  ready(key: string): T | null;
  touched(generation: string, touched: Touched): void;
  /** Changes may have been missed: nothing kept counts as up to date. */
  missed(): void;
  size(): { readonly pages: number; readonly bytes: number };
  /** How many requests were served from where. */
  served(): Readonly<Record<ServedPage<T>['from'], number>>;
}

export interface PageCacheOptions {
  readonly maxBytes: number;
  /** Milliseconds, of a clock that is never set back. */
  readonly now: () => number;
  /** Until when announcements are known to have arrived: a page read before is not trusted after it. */
  readonly trustedUntil: () => number;
}

/** A page in doubt is read at most this often. */
export const FLOOR_MS = 50;
/** A total may be a second old; half of it is left for what else takes time. */
const TOTAL_AGE_MS = 500;
const OVERHEAD_BYTES = 1_024;
/** While the view does not answer, only one reader in so many milliseconds waits to see it. */
const OUTAGE_PAUSE_MS = 1_000;

interface KeptPage<T> extends Kept, ReadPage<T> {
  readonly readAt: number;
  /** When it ceased to be up to date; `Infinity` while it is. */
  staleAt: number;
  /** When a read in its place failed last. */
  failedAt: number;
}

interface News {
  readonly generation: string;
  readonly touched: Touched;
  readonly at: number;
}

/** What became known while a page was read: it may show the view as it was before. */
interface Reading {
  readonly news: News[];
  missedAt: number;
}

export function createPageCache<T>({
  maxBytes,
  now,
  trustedUntil,
}: PageCacheOptions): PageCache<T> {
  const byList = new Map<string, Set<KeptPage<T>>>();
  const pages = keptPages<KeptPage<T>>(maxBytes, (page) => {
    for (const name of namesOf(page)) {
      const listed = byList.get(name);
      listed?.delete(page);
      if (listed?.size === 0) byList.delete(name);
    }
  });
  const served = { cache: 0, view: 0, outage: 0 };
  const serve = (content: T, from: keyof typeof served): ServedPage<T> => {
    served[from] += 1;
    return { content, from };
  };
  const readings = new Set<Reading>();
  const underway = new Map<string, Promise<KeptPage<T>>>();

  const staleSince = ({ staleAt, readAt }: KeptPage<T>, at: number) => {
    const trusted = trustedUntil();
    return at < trusted ? staleAt : Math.min(staleAt, Math.max(trusted, readAt));
  };
  const mayServe = (page: KeptPage<T>) => {
    const at = now();
    const stale = staleSince(page, at);
    return at < stale || (at < stale + FLOOR_MS && at < page.readAt + FLOOR_MS);
  };

  const keep = (page: KeptPage<T>) => {
    for (const name of namesOf(page)) {
      const listed = byList.get(name) ?? new Set();
      byList.set(name, listed.add(page));
    }
    pages.put(page); // last: where it does not fit it is dropped at once, and from these as well
  };

  async function fill(key: string, read: () => Promise<ReadPage<T>>): Promise<KeptPage<T>> {
    const reading: Reading = { news: [], missedAt: Number.POSITIVE_INFINITY };
    readings.add(reading);
    const readAt = now();
    try {
      const made = await read();
      const bytes = made.bytes + OVERHEAD_BYTES;
      const times = { readAt, staleAt: reading.missedAt, failedAt: Number.NEGATIVE_INFINITY };
      const page = { ...made, key, bytes, ...times };
      for (const news of reading.news) note(page, news);
      keep(page);
      return page;
    } finally {
      readings.delete(reading);
      underway.delete(key);
    }
  }

  return {
    ready(key) {
      const page = pages.use(key);
      return page !== undefined && mayServe(page) ? page.content : null;
    },
    async page(key, read) {
      const kept = pages.use(key);
      if (kept !== undefined && mayServe(kept)) return serve(kept.content, 'cache');
      if (kept !== undefined && now() < kept.failedAt + OUTAGE_PAUSE_MS) {
        return serve(kept.content, 'outage');
      }
      const filling = underway.get(key) ?? fill(key, read);
      underway.set(key, filling);
      try {
        return serve((await filling).content, 'view');
      } catch (error) {
        if (kept === undefined || !(error instanceof StoreUnavailable)) throw error;
        kept.failedAt = now();
        return serve(kept.content, 'outage');
      }
    },
    touched(generation, touched) {
      const news = { generation, touched, at: now() };
      for (const reading of readings) reading.news.push(news);
      for (const name of namesTouched(generation, touched)) {
        for (const page of byList.get(name) ?? []) note(page, news);
      }
    },
    missed() {
      const at = now();
      for (const reading of readings) reading.missedAt = Math.min(reading.missedAt, at);
      for (const page of pages.values()) page.staleAt = Math.min(page.staleAt, at);
    },
    served: () => served,
    size: () => ({ pages: pages.size(), bytes: pages.bytes() }),
  };
}

function note(page: KeptPage<unknown>, { generation, touched, at }: News): void {
  if (generation !== page.generation) return;
  const { dependencies } = page;
  if (showsIn(dependencies, touched)) page.staleAt = Math.min(page.staleAt, at);
  const { total } = dependencies;
  if (total !== null && touched.totals.includes(total)) {
    page.staleAt = Math.min(page.staleAt, at + TOTAL_AGE_MS);
  }
}

/** What a page is found by when something changes. */
function namesOf({ generation, dependencies }: KeptPage<unknown>): string[] {
  const { stretches, filmographies, total } = dependencies;
  return [
    ...stretches.map(({ list }) => `${generation} list ${list}`),
    ...filmographies.map((id) => `${generation} filmography ${id}`),
    ...(total === null ? [] : [`${generation} total ${total}`]),
  ];
}

function namesTouched(generation: string, touched: Touched): string[] {
  return [
    ...Object.keys(touched.places).map((list) => `${generation} list ${list}`),
    ...touched.filmographies.map((id) => `${generation} filmography ${id}`),
    ...touched.totals.map((total) => `${generation} total ${total}`),
  ];
}
