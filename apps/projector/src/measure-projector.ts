import type { QueueAlarm } from '@marquee/change-queue';
import type { Metrics } from '@marquee/service';
import { Counter, Histogram } from 'prom-client';
import type { ProjectorMetrics } from './start-projector.js';

/** What operators watch the projector by. */
export function measureProjector(registry: Metrics): {
  readonly metrics: ProjectorMetrics;
  readonly onAlarm: (alarm: QueueAlarm) => void;
} {
  const registers = [registry];
  const applied = new Counter({
    name: 'marquee_projector_events_applied_total',
    help: 'Events that are in the view.',
    registers,
  });
  const failed = new Counter({
    name: 'marquee_projector_attempts_failed_total',
    help: 'Attempts at a job that failed, in part or as a whole.',
    labelNames: ['error'],
    registers,
  });
  const lag = new Histogram({
    name: 'marquee_projector_lag_seconds',
    help: 'Time from the publication of a job until it is in the view.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600],
    registers,
  });
  const alarms = new Counter({
    name: 'marquee_projector_alarms_total',
    help: 'Jobs that stalled or became dead letters.',
    labelNames: ['kind', 'generation'],
    registers,
  });
  return {
    metrics: {
      applied(events, lagMs) {
        applied.inc(events);
        lag.observe(lagMs / 1_000);
      },
      failed: (error) => failed.inc({ error: error instanceof Error ? error.name : 'unknown' }),
    },
    onAlarm: ({ kind, generation }) => alarms.inc({ kind, generation }),
  };
}
