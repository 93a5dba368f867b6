/** What operators watch webhooks by; told by the one process that delivers. */
import type { WebhookState } from '@marquee/domain';
import type { Metrics } from '@marquee/service';
import type { DeliveryAttempt } from '@marquee/write-store';
import { Counter, Gauge } from 'prom-client';

export interface WebhookMetrics {
  attempted(attempt: Pick<DeliveryAttempt, 'outcome'>): void;
  /** How all are that this process delivers to. */
  states(webhooks: readonly WebhookState[]): void;
}

export function measureWebhooks(registry: Metrics, now: () => number): WebhookMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: 'marquee_webhook_attempts_total',
    help: 'Messages that were sent to webhooks, or given up, by what came of it.',
    labelNames: ['outcome'],
    registers,
  });
  const webhooks = new Gauge({
    name: 'marquee_webhooks',
    help: 'Webhooks by their state.',
    labelNames: ['state'],
    registers,
  });
  const failing = new Gauge({
    name: 'marquee_webhook_failing_seconds',
    help: 'Since when the webhook that has failed for longest has taken no message; 0 when none fails.',
    registers,
  });
  return {
    attempted: ({ outcome }) => attempts.inc({ outcome }),
    states(all) {
      const counts = { active: 0, failing: 0, disabled: 0 };
      for (const webhook of all) counts[stateOf(webhook)] += 1;
      for (const [state, count] of Object.entries(counts)) webhooks.set({ state }, count);
      const sinces = all.map(({ delivery }) => delivery.failingSince ?? now());
      failing.set(Math.max(0, now() - Math.min(now(), ...sinces)) / 1_000);
    },
  };
}

export function stateOf({ delivery }: Pick<WebhookState, 'delivery'>) {
  if (delivery.isDisabled) return 'disabled';
  return delivery.failures > 0 ? 'failing' : 'active';
}
