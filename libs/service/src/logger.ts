import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** `auto`: readable lines on a terminal, JSON elsewhere. */
export type LogFormat = 'auto' | 'json' | 'pretty';

/** One line for each entry, on standard output. */
export function createLogger(name: string, level: string, format: LogFormat = 'auto'): Logger {
  const options = { name, level, redact: ['req.headers.authorization', 'headers.authorization'] };
  if (format === 'json' || (format === 'auto' && !process.stdout.isTTY)) return pino(options);
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
    },
  });
}
