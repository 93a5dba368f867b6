import { type Metrics, scrapeGauges } from '@marquee/service';

/** What operators watch reads by, besides their times. */
export function measureQuery(registry: Metrics, { lagMs }: { readonly lagMs: () => number }): void {
  scrapeGauges(registry, async () => lagMs() / 1_000, [
    {
      name: 'marquee_view_lag_seconds',
      help: 'How far the view that this process reads may be behind the write model: what View-Lag says.',
      read: (value) => [{ value }],
    },
  ]);
}
