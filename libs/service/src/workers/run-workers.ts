/** The primary process of an app with several workers: serves nothing itself but the admin port, and looks after them. */
import type { Worker } from 'node:cluster';
import { Counter } from 'prom-client';
import { startAdminServer } from '../admin-server.js';
import type { Logger } from '../logger.js';
import { createMetrics } from '../metrics.js';
import type { AppName, Settings } from '../settings.js';
import { addUpMetrics } from './add-up-metrics.js';
import { keepWorkers } from './keep-workers.js';
import { askWorker } from './questions.js';
import { watchWorker } from './watch-worker.js';

export interface RunWorkersOptions {
  readonly app: AppName;
  readonly settings: Settings;
  readonly logger: Logger;
}

const LIVE_TIMEOUT_MS = 5_000;

/** Resolves when the port is served. @throws {WorkerFailed} where it cannot be */
export async function runWorkers({ app, settings, logger }: RunWorkersOptions) {
  const { workers: count, adminHost: host, adminPort: port, adminHostnames: hostnames } = settings;
  const own = createMetrics(app);
  const ended = new Counter({
    name: 'marquee_workers_ended_total',
    help: 'Workers that ended and were replaced.',
    registers: [own],
  });
  const workers = keepWorkers({
    count,
    logger,
    onUp: (worker) => replaceWhenDead(worker, logger),
    onEnded(worker) {
      metrics.ended(worker);
      ended.inc();
    },
  });
  const metrics = addUpMetrics(own, workers.up);
  const admin = await startAdminServer({ host, port, hostnames, metrics, logger });
  process.on('exit', workers.kill); // whatever ends this process early: none may stay behind
  await workers.start();
  logger.info({ workers: count }, `the ${app} app has workers`);
  return {
    async close() {
      await workers.close();
      await admin.close();
    },
  };
}

function replaceWhenDead(worker: Worker, logger: Logger): void {
  const stop = watchWorker({
    isAlive: async () => (await askWorker(worker, 'live', LIVE_TIMEOUT_MS)) === true,
    onDead() {
      logger.error(
        { dead: worker.id },
        'a worker does not answer, or fails its checks: it is ended',
      );
      worker.process.kill('SIGKILL');
    },
  });
  worker.once('exit', stop);
}
