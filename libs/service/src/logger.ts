import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** `auto`: readable lines on a terminal, JSON elsewhere. */
export type LogFormat = 'auto' | 'json' | 'pretty';

/** Whether entries at debug are written at this level: where they are costly to make, it is asked first. */
export const isDebugging = (level: string) => level === 'debug' || level === 'trace';

/** One line for each entry, on standard output. */
export function createLogger(name: string, level: string, format: LogFormat = 'auto'): Logger {
  const options = {
    ...{ name, level, serializers: { err: loggedError } },
    redact: ['req.headers.authorization', 'headers.authorization'],
  };
  if (format === 'json' || (format === 'auto' && !process.stdout.isTTY)) return pino(options);
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
    },
  });
}

const MAX_DEPTH = 3;

/**
 * What tells where it comes from. Drivers hang more on their errors: the command that Redis refused, with its password; a statement
 * with its parameters; a request with its headers.
 */
export function loggedError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'object' ? `${error}` : error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  const code = 'code' in error ? { code: error.code } : {};
  const parts = error instanceof AggregateError && depth < MAX_DEPTH ? error.errors : [];
  const errors = parts.map((part: unknown) => loggedError(part, depth + 1));
  return { type, message, stack, ...code, ...(errors.length === 0 ? {} : { errors }) };
}
