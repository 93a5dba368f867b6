/** Ends a worker that hangs, so that another takes its place: who asks the shared port may always meet the others. */
export interface WatchWorkerOptions {
  /** Whether it lives, in bounded time. */
  readonly isAlive: () => Promise<boolean>;
  readonly onDead: () => void;
  readonly intervalMs?: number;
}

const INTERVAL_MS = 10_000;
/** As the runbook has it for a process of its own. */
const MISSES = 3;

/** Returns what ends the watch. */
export function watchWorker(options: WatchWorkerOptions): () => void {
  const { isAlive, onDead, intervalMs = INTERVAL_MS } = options;
  let misses = 0;
  const look = async () => {
    misses = (await isAlive()) ? 0 : misses + 1;
    if (misses === MISSES) onDead();
  };
  const timer = setInterval(look, intervalMs).unref();
  return () => clearInterval(timer);
}
