import { QueueUnavailable } from './change-queue.js';

/**
 * What `work` resolves with, or `QueueUnavailable` when it takes longer than `timeoutMs`: then its signal is aborted, and what
 * it still does is ignored.
 */
export async function within<T>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new QueueUnavailable(`no answer in ${timeoutMs} ms`);
      late.abort(error);
      reject(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(late.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}
