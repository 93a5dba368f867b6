/** What a primary process asks its workers, and their answers: over the channel that `node:cluster` opens between them. */
import type { Worker } from 'node:cluster';
import { type HealthChecks, runChecks } from '../health.js';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';

export type Question = 'metrics' | 'live';

interface Asked {
  readonly ask: Question;
  readonly number: number;
}

interface Told {
  readonly number: number;
  readonly answer: unknown;
}

const up = { up: true };
let asked = 0;

/** For the primary: what the worker answers, `undefined` where it does not in time. */
export async function askWorker(
  worker: Worker,
  ask: Question,
  timeoutMs: number,
): Promise<unknown> {
  asked += 1;
  const question: Asked = { ask, number: asked };
  let stop = () => {};
  const answer = new Promise<unknown>((resolve) => {
    const listen = (message: unknown) => {
      if (isTold(message) && message.number === question.number) resolve(message.answer);
    };
    const timer = setTimeout(resolve, timeoutMs, undefined);
    stop = () => {
      clearTimeout(timer);
      worker.off('message', listen);
    };
    worker.on('message', listen);
    worker.send(question, () => undefined); // what does not reach it is not answered
  });
  return await answer.finally(stop);
}

export interface Answering {
  readonly metrics: Metrics;
  readonly live: HealthChecks['live'];
  readonly logger: Logger;
}

/** For a worker: answers from now on. */
export function answerPrimary({ metrics, live, logger }: Answering): void {
  const answers: Record<Question, () => Promise<unknown>> = {
    metrics: () => metrics.getMetricsAsJSON(),
    live: async () =>
      Object.values(await runChecks(live, logger)).every((outcome) => outcome === 'ok'),
  };
  process.on('message', async (message: unknown) => {
    if (isAsked(message)) tell({ number: message.number, answer: await answers[message.ask]() });
  });
}

/** For a worker, when it serves. */
export const tellUp = () => tell(up);

/** For the primary: resolves when the worker says that it serves. */
export const untilUp = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.on('message', (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'up' in message) resolve();
    });
  });

/** A primary that is gone needs no answer. */
const tell = (message: Told | typeof up) =>
  process.send?.(message, undefined, undefined, () => undefined);

const isAsked = (message: unknown): message is Asked =>
  typeof message === 'object' && message !== null && 'ask' in message && 'number' in message;

const isTold = (message: unknown): message is Told =>
  typeof message === 'object' && message !== null && 'answer' in message && 'number' in message;
