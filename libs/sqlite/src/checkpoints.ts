/**
 * Checkpoints in a thread of their own. Copying pages out of the write-ahead log and syncing the file takes tens of milliseconds each time, for which the
 * event loop would stand still. What is written meanwhile stays in the log: SQLite's own checkpoint, at a commit that finds the log long
 * (`wal_autocheckpoint`), has only that left to do, and lets the log begin anew. It also does all of the work where there is no thread.
 */
import { Worker } from 'node:worker_threads';

export interface Checkpoints {
  /** To be called after commits; many calls are one. */
  wrote(): void;
  /** Resolves when the thread has closed the file. */
  close(): Promise<void>;
}

/** What the thread is told; it answers a `close` with the same. */
export type CheckpointMessage = { readonly checkpoint: string } | { readonly close: string };

const PAUSE_MS = 250;

/** All files of a process share one thread, which ends with the last of them. */
let shared: { readonly worker: Worker; readonly files: Set<string> } | null = null;

export function checkpointsOf(file: string): Checkpoints {
  let timer: NodeJS.Timeout | null = null;
  return {
    wrote() {
      if (timer !== null || file === ':memory:') return;
      timer = setTimeout(() => {
        timer = null;
        tell({ checkpoint: file });
      }, PAUSE_MS);
      timer.unref();
    },
    async close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await letGo(file);
    },
  };
}

function tell(message: { readonly checkpoint: string }): void {
  shared ??= { worker: startThread(), files: new Set() };
  shared.files.add(message.checkpoint);
  shared.worker.postMessage(message);
}

function startThread(): Worker {
  const worker = new Worker(new URL('./checkpoint-thread.js', import.meta.url), {
    ...{ execArgv: [], name: 'checkpoints' },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  worker.unref();
  // The next write starts another one.
  const forget = () => {
    if (shared?.worker === worker) shared = null;
  };
  worker.once('error', forget).once('exit', forget);
  return worker;
}

async function letGo(file: string): Promise<void> {
  if (shared === null || !shared.files.delete(file)) return;
  const { worker, files } = shared;
  const isLast = files.size === 0;
  if (isLast) shared = null;
  const closed = new Promise<void>((resolve) => {
    const onMessage = (message: CheckpointMessage) => {
      if (!('close' in message) || message.close !== file) return;
      worker.off('message', onMessage);
      resolve();
    };
    worker.on('message', onMessage).once('exit', resolve);
  });
  worker.postMessage({ close: file } satisfies CheckpointMessage);
  await closed;
  if (isLast) await worker.terminate();
}
