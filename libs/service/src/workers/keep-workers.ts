/** The processes that share one port: started, replaced when they end, and ended together. */
import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.js';
import { untilUp } from './questions.js';
import { rescueConnections } from './rescue-connections.js';

export interface KeptWorkers {
  /**
   * Resolves when the first one serves; the others start after it, so that what keeps them all from starting is said once.
   * @throws {WorkerFailed} when the first one ends before it serves
   */
  start(): Promise<void>;
  /** Those that serve. */
  up(): readonly Worker[];
  /** Has all of them drain; resolves when they have ended. @throws where one did not end in order */
  close(): Promise<void>;
  /** Ends all of them at once. */
  kill(): void;
}

export interface KeepWorkersOptions {
  readonly count: number;
  readonly logger: Logger;
  /** Called for each that serves. */
  readonly onUp: (worker: Worker) => void;
  /** Called for each that ended, before another takes its place. */
  readonly onEnded: (worker: Worker) => void;
}

/** The first worker did not start: it has said why. */
export class WorkerFailed extends Error {
  override name = 'WorkerFailed';
  readonly exitCode: number | null;

  constructor({ exitCode, how }: End) {
    super(`Its first worker ended: ${how}`);
    this.exitCode = exitCode;
  }
}

interface End {
  readonly exitCode: number | null;
  /** In words. */
  readonly how: string;
  readonly inOrder: boolean;
}

interface Started {
  readonly worker: Worker;
  /** Resolves never where it ends before. */
  readonly serves: Promise<void>;
  readonly ended: Promise<End>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** Who lived so long did not die of its start. */
const STEADY_MS = 30_000;

/** Before a worker takes the place of one that ended, and of so many before it that did not live long either. */
export const restartPauseMs = (failures: number) =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20));

/** Starts none by itself. */
export function keepWorkers(options: KeepWorkersOptions): KeptWorkers {
  const { count, logger, onUp, onEnded } = options;
  const serving = new Set<Worker>();
  const closing = new AbortController();
  let places: readonly Promise<End>[] = [];

  const fork = (): Started => {
    const worker = cluster.fork();
    // Node throws what it cannot send to one that is ending, where nobody listens.
    worker.on('error', (error) => logger.warn({ err: error }, 'a worker cannot be reached'));
    rescueConnections(worker, () => [...serving].some((other) => other !== worker));
    const serves = untilUp(worker).then(() => {
      serving.add(worker);
      onUp(worker);
    });
    const ended = endOf(worker).then((end) => {
      serving.delete(worker);
      onEnded(worker);
      return end;
    });
    return { worker, serves, ended };
  };

  /** Resolves with the end of the last one that stood in this place, when all are to end. */
  const keepPlace = async (first: Started): Promise<End> => {
    for (let place = first, failures = 0; ; place = fork()) {
      const startedAt = performance.now();
      const end = await place.ended;
      if (closing.signal.aborted) return end;
      failures = performance.now() - startedAt < STEADY_MS ? failures + 1 : 0;
      const pauseMs = restartPauseMs(failures);
      logger.error({ ended: place.worker.id, pauseMs }, `a worker is replaced: ${end.how}`);
      await sleep(pauseMs, undefined, closing).catch(() => undefined);
      if (closing.signal.aborted) return inOrder;
    }
  };

  return {
    async start() {
      const first = fork();
      const end = await Promise.race([first.serves, first.ended]);
      if (end !== undefined) throw new WorkerFailed(end);
      const others = Array.from({ length: count - 1 }, fork);
      places = [first, ...others].map(keepPlace);
    },
    up: () => [...serving],
    async close() {
      closing.abort();
      for (const { process } of everyWorker()) process.kill('SIGTERM');
      const ends = await Promise.all(places);
      const bad = ends.find((end) => !end.inOrder);
      if (bad !== undefined) throw new Error(`a worker did not end in order: ${bad.how}`);
    },
    kill() {
      for (const { process } of everyWorker()) process.kill('SIGKILL');
    },
  };
}

const inOrder: End = { exitCode: 0, how: 'in order', inOrder: true };

const endOf = (worker: Worker): Promise<End> =>
  new Promise((resolve) => {
    worker.once('exit', (exitCode: number | null, signal: string | null) => {
      const how = signal === null ? `it exited with ${exitCode}` : `it was ended by ${signal}`;
      // One that is told to end before it serves ends by the signal.
      resolve({ exitCode, how, inOrder: exitCode === 0 || signal === 'SIGTERM' });
    });
    worker.once('error', ({ message }) => {
      const wasForked = worker.process.pid !== undefined;
      if (!wasForked) resolve({ exitCode: null, how: message, inOrder: false });
    });
  });

const everyWorker = () =>
  Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
