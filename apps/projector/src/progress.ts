/** Whether this process gets its share of a generation's jobs done. Quiet is not dead, and connected is not alive. */
import type { ChangeQueue } from '@marquee/change-queue';
import { type Check, createPulse } from '@marquee/service';
import type { ViewStore } from '@marquee/view-store';

export interface Progress {
  /** An attempt at a job begins; to be called when it ends, well or not. */
  begin(): () => void;
  /**
   * Throws when no attempt has ended for too long although there are jobs, and queue and view store answer: then this process
   * hangs. What waits for a store that is away does not.
   */
  readonly check: Check;
}

export interface ProgressOptions {
  readonly generation: string;
  readonly queue: Pick<ChangeQueue, 'counts'>;
  readonly viewStore: Pick<ViewStore, 'ping'>;
  readonly silenceLimitMs?: number;
}

export function startProgress(options: ProgressOptions): Progress {
  const { generation, queue, viewStore } = options;
  const pulse = createPulse(options.silenceLimitMs);
  let inHand = 0;

  /** False also where a store is away: then nobody can do it. */
  const hasWork = async (): Promise<boolean> => {
    try {
      const { paused, waiting } = await queue.counts(generation);
      await viewStore.ping();
      return inHand > 0 || (waiting > 0 && !paused);
    } catch {
      return false;
    }
  };
  return {
    begin() {
      inHand += 1;
      return () => {
        inHand -= 1;
        pulse.beat();
      };
    },
    async check() {
      const silence = await pulse.check().catch((error: Error) => error);
      if (silence === undefined) return;
      if (await hasWork()) throw silence;
      pulse.beat(); // what comes now is given its time
    },
  };
}
