/** What every app's `main.ts` begins with: settings, logger, clear words when the start fails, and the end on signals. */
import { createLogger, type Logger } from './logger.js';
import { type AppName, InvalidSettings, readSettings, type Settings } from './settings.js';
import { closeOnSignals } from './shutdown.js';
import { startTracing, type Tracing } from './tracing.js';

export interface StartContext {
  readonly settings: Settings;
  readonly logger: Logger;
  /** `null` where no traces are wanted. */
  readonly tracing: Tracing | null;
}

export interface RunningApp {
  close(): Promise<void>;
}

const wrongUsage = 2;
const failed = 3;

/** Starts an app and keeps it until a signal; exits with 2 when a setting is wrong and with 3 when the start fails. */
export async function startApp(
  name: AppName,
  start: (context: StartContext) => Promise<RunningApp>,
): Promise<void> {
  try {
    const settings = readSettings(name);
    const logger = createLogger(name, settings.logLevel, settings.logFormat);
    const tracing = await startTracing({ app: name, ...settings });
    const app = await start({ settings, logger, tracing });
    closeOnSignals({
      logger,
      timeoutMs: settings.shutdownTimeoutMs,
      async close() {
        await app.close();
        await tracing?.close();
      },
    });
  } catch (error) {
    console.error(`${name} could not start.\n${explain(error)}`);
    process.exit(error instanceof InvalidSettings ? wrongUsage : failed);
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is in use: set PORT or ADMIN_PORT to another one.`;
  }
  return error.message;
}
