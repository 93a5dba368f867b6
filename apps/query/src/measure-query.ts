import { type Metrics, scrapeGauges } from '@marquee/service';
import { Counter } from 'prom-client';
import type { StreamSlots } from './changes/stream-slots.js';
import type { KeptMoviePages } from './pages/keep-pages.js';

/** What operators watch reads by, besides their times. */
export function measureQuery(
  registry: Metrics,
  {
    lagMs,
    kept: { cache, shortcut },
    streams,
  }: {
    readonly lagMs: () => number;
    readonly kept: Pick<KeptMoviePages, 'cache' | 'shortcut'>;
    readonly streams: Pick<StreamSlots, 'count'>;
  },
): void {
  scrapeGauges(registry, async () => lagMs() / 1_000, [
    {
      name: 'marquee_view_lag_seconds',
      help: 'How far the view that this process reads may be behind the write model: what View-Lag says.',
      of: 'max',
      read: (value) => [{ value }],
    },
  ]);
  scrapeGauges(registry, async () => streams.count(), [
    {
      name: 'marquee_change_streams',
      help: 'Streams of changes that are open.',
      read: (value) => [{ value }],
    },
  ]);
  scrapeGauges(registry, async () => cache.size(), [
    {
      name: 'marquee_page_cache_pages',
      help: 'Finished pages that are kept.',
      read: (size) => [{ value: size.pages }],
    },
    {
      name: 'marquee_page_cache_bytes',
      help: 'Memory that they take.',
      read: (size) => [{ value: size.bytes }],
    },
  ]);
  new Counter({
    name: 'marquee_pages_served_total',
    help:
      'Pages of movies by where they came from: the cache, the view, the cache during an outage of the view, ' +
      'or the cache by the shortcut, whose answers are in no other metric.',
    labelNames: ['from'],
    registers: [registry],
    collect() {
      const short = shortcut?.answered() ?? { 200: 0, 304: 0 };
      this.reset();
      for (const [from, count] of Object.entries(cache.served())) this.inc({ from }, count);
      this.inc({ from: 'shortcut' }, short[200] + short[304]);
    },
  });
}
