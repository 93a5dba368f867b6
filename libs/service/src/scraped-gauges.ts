/** Gauges whose values are asked for when they are scraped: one question for several of them, at a bounded cost. */
import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.js';

export interface ScrapedGauge<T> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** What it is of several workers: their sum, or the worst of them. */
  readonly of?: 'sum' | 'max';
  read(answer: T): readonly GaugeValue[];
}

export interface GaugeValue {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** However many scrape, the question is asked no more often. */
const MAX_AGE_MS = 3_000;
const TIMEOUT_MS = 2_000;

/** While there is no answer the gauges have no value: an old one, or 0, would look like all is well. */
export function scrapeGauges<T>(
  metrics: Metrics,
  ask: () => Promise<T>,
  gauges: readonly ScrapedGauge<T>[],
): void {
  const answer = remembered(ask);
  for (const { name, help, labels = [], of: aggregator = 'sum', read } of gauges) {
    new Gauge({
      ...{ name, help, labelNames: [...labels], aggregator, registers: [metrics] },
      async collect() {
        const given = await answer();
        this.reset();
        if (labels.length === 0) this.remove();
        if (given === null) return;
        for (const { labels: of = {}, value } of read(given)) this.set(of, value);
      },
    });
  }
}

/** The last answer, `null` where there is none in time. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T | null> {
  let last: { readonly at: number; readonly answer: Promise<T | null> } | undefined;
  return async () => {
    if (last === undefined || performance.now() - last.at > MAX_AGE_MS) {
      last = { at: performance.now(), answer: inTime(ask) };
    }
    return await last.answer;
  };
}

async function inTime<T>(ask: () => Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, null);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
