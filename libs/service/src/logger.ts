import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output; readable ones on a terminal. */
export function createLogger(name: string, level: string): Logger {
  const options = { name, level, redact: ['req.headers.authorization', 'headers.authorization'] };
  if (!process.stdout.isTTY) return pino(options);
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
    },
  });
}
