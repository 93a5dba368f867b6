import { setImmediate as turn } from 'node:timers/promises';
import { backoffMs } from '@marquee/change-queue';
import type { Logger, Pulse } from '@marquee/service';

/** A step that is repeated until it is closed. */
export interface Loop {
  /** Runs the step soon, or once more when it is running. Many calls are one. */
  wake(): void;
  /** Resolves when the step in hand is done; none follows. */
  close(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  readonly logger: Logger;
  /** Returns after how many milliseconds it wants to run again, if nothing wakes it sooner. */
  readonly step: () => Promise<number>;
  /** Least time from the start of one step to the start of the next, woken or not. */
  readonly gapMs: number;
  /** Beats after each step, also one that failed. */
  readonly pulse?: Pulse;
  readonly onFailed?: (loop: string) => void;
}

const FAILED = { firstMs: 100, capMs: 5_000 };

/** A step that throws is tried again with growing pauses; the first failure is logged, and the recovery. */
export function startLoop(options: LoopOptions): Loop {
  const { name, logger, step, gapMs } = options;
  let closing = false;
  let woken = false;
  let failures = 0;
  let ring = () => {};

  const pause = async (ms: number, until: () => boolean) => {
    if (ms <= 0 || until()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      ring = () => {
        if (!until()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    ring = () => {};
  };
  const attempt = async () => {
    try {
      const idleMs = await step();
      if (failures > 0) logger.info({ loop: name, failures }, 'works again');
      failures = 0;
      return { idleMs, gapMs };
    } catch (error) {
      failures++;
      options.onFailed?.(name);
      if (failures === 1) logger.warn({ loop: name, err: error }, 'fails, and is tried again');
      const idleMs = backoffMs(failures, FAILED);
      return { idleMs, gapMs: idleMs };
    }
  };
  const run = async () => {
    while (!closing) {
      woken = false;
      const startedAt = performance.now();
      const next = await attempt();
      options.pulse?.beat();
      // Embedded stores never wait for anything: others get their turn here.
      await turn();
      await pause(next.gapMs - (performance.now() - startedAt), () => closing);
      await pause(next.idleMs - (performance.now() - startedAt), () => closing || woken);
    }
  };
  const running = run();

  return {
    wake() {
      woken = true;
      ring();
    },
    async close() {
      closing = true;
      ring();
      await running;
    },
  };
}
