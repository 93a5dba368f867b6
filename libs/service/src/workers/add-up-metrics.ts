/** The metrics of all workers as those of one process: counts are added up, of lags the worst counts. */
import type { Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import type { Metrics } from '../metrics.js';
import { askWorker } from './questions.js';

export interface AddedUpMetrics extends Pick<Metrics, 'contentType' | 'metrics'> {
  /** To be called when a worker has ended. */
  ended(worker: Worker): void;
}

interface Metric {
  readonly name: string;
  readonly type: unknown;
  readonly aggregator: string;
}

/** Gauges may have asked a store for up to two seconds. */
const TIMEOUT_MS = 3_000;

/** `own`: the primary's. */
export function addUpMetrics(own: Metrics, workers: () => readonly Worker[]): AddedUpMetrics {
  const last = new Map<Worker, readonly Metric[]>();
  /** What workers that ended had counted when it was last told: where a sum fell, Prometheus would count all of it again. */
  let past: readonly Metric[] = [];

  const ask = async (worker: Worker): Promise<readonly Metric[]> => {
    const answer = await askWorker(worker, 'metrics', TIMEOUT_MS);
    if (!workers().includes(worker)) return []; // it ended meanwhile: the past has it
    if (!isMetrics(answer)) return countsOf(last.get(worker) ?? []);
    last.set(worker, answer);
    return answer;
  };
  return {
    contentType: own.contentType,
    async metrics() {
      const answers = await Promise.all([own.getMetricsAsJSON(), ...workers().map(ask)]);
      return await aggregate([...answers, past]).metrics();
    },
    ended(worker) {
      const counts = countsOf(last.get(worker) ?? []);
      last.delete(worker);
      past = aggregate([past, counts]).getMetricsAsArray();
    },
  };
}

const aggregate = (lists: readonly (readonly Metric[])[]) =>
  AggregatorRegistry.aggregate(
    lists.map((metrics) =>
      metrics.map((metric) => ({ ...metric, aggregator: aggregatorOf(metric) })),
    ),
  );

/** What the library says of each, but for two of its own: a mean of lags would hide the one that matters. */
function aggregatorOf({ name, aggregator }: Metric): string {
  if (name === 'process_start_time_seconds') return 'first';
  return name.startsWith('nodejs_eventloop_lag') && aggregator === 'average' ? 'max' : aggregator;
}

const countsOf = (metrics: readonly Metric[]) =>
  metrics.filter(({ type }) => type === 'counter' || type === 'histogram');

const isMetrics = (answer: unknown): answer is readonly Metric[] => Array.isArray(answer);
