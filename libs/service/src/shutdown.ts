/** Drains on the first SIGTERM or SIGINT, within a time limit; a second one exits at once, unless it is to be ignored. */
import type { Logger } from './logger.js';

export interface ShutdownOptions {
  readonly logger: Logger;
  readonly timeoutMs: number;
  /** What a second signal does: by default the process `exits`. */
  readonly again?: 'exits' | 'ignored';
  /** Closes everything, in order; the process exits 0 when it resolves. */
  readonly close: () => Promise<void>;
}

export function closeOnSignals({
  logger,
  timeoutMs,
  again = 'exits',
  close,
}: ShutdownOptions): void {
  let closing = false;
  const stop = (signal: NodeJS.Signals) => {
    if (closing && again === 'ignored') return;
    if (closing) {
      logger.warn({ signal }, 'second signal: exiting at once');
      process.exit(1);
    }
    closing = true;
    logger.info({ signal }, 'draining');
    setTimeout(() => {
      logger.error({ timeoutMs }, 'draining took too long: exiting');
      process.exit(1);
    }, timeoutMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'draining failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
