/** What every app's `main.ts` begins with: settings, logger, clear words when the start fails, and the end on signals. */
import cluster from 'node:cluster';
import { createLogger, type Logger } from './logger.js';
import { type AppName, InvalidSettings, readSettings, type Settings } from './settings.js';
import { closeOnSignals } from './shutdown.js';
import { startTracing, type Tracing } from './tracing.js';
import { WorkerFailed } from './workers/keep-workers.js';
import { tellUp } from './workers/questions.js';
import { runWorkers } from './workers/run-workers.js';

export interface StartContext {
  readonly settings: Settings;
  readonly logger: Logger;
  /** `null` where no traces are wanted. */
  readonly tracing: Tracing | null;
  /** The number of this process among the workers of the app; `null` where it is the only one. */
  readonly worker: number | null;
}

export interface RunningApp {
  close(): Promise<void>;
}

const wrongUsage = 2;
const failed = 3;
/** For the primary, beyond what its workers have. */
const GRACE_MS = 1_000;

type Start = (context: StartContext) => Promise<RunningApp>;

/**
 * Starts an app and keeps it until a signal; exits with 2 when a setting is wrong and with 3 when the start fails. With `WORKERS`, this
 * runs in the primary process and again in each worker.
 */
export async function startApp(name: AppName, start: Start): Promise<void> {
  try {
    const settings = readSettings(name);
    const logger = createLogger(name, settings.logLevel, settings.logFormat);
    if (settings.workers > 1 && cluster.isPrimary) {
      const { close } = await runWorkers({ app: name, settings, logger });
      closeOnSignals({ logger, timeoutMs: settings.shutdownTimeoutMs + GRACE_MS, close });
      return;
    }
    await serve(name, start, { settings, logger, worker: cluster.worker?.id ?? null });
  } catch (error) {
    if (error instanceof WorkerFailed && error.exitCode !== null) process.exit(error.exitCode);
    console.error(`${name} could not start.\n${explain(error)}`);
    process.exit(error instanceof InvalidSettings ? wrongUsage : failed);
  }
}

async function serve(
  name: AppName,
  start: Start,
  given: Pick<StartContext, 'settings' | 'logger' | 'worker'>,
): Promise<void> {
  const { settings, worker } = given;
  const logger = worker === null ? given.logger : given.logger.child({ worker });
  const tracing = await startTracing({ app: name, ...settings });
  const app = await start({ ...given, logger, tracing });
  closeOnSignals({
    logger,
    timeoutMs: settings.shutdownTimeoutMs,
    // A terminal signals the whole group of processes, and then the primary passes it on.
    again: worker === null ? 'exits' : 'ignored',
    async close() {
      await app.close();
      await tracing?.close();
    },
  });
  if (worker !== null) tellUp();
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is in use: set PORT or ADMIN_PORT to another one.`;
  }
  return error.message;
}
