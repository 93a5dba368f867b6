/**
 * An app whose workers answer with their number and process id. `GET /exit` ends the one that is asked, `/wait` is answered after the
 * milliseconds in `?ms=`. With `FAIL` in the environment, no worker starts.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter } from 'prom-client';
import { answerPrimary, createMetrics, startApp } from '../../src/index.js';

await startApp('query', async ({ settings, logger, worker }) => {
  if (process.env['FAIL'] !== undefined) throw new Error('the program cannot start');
  const metrics = createMetrics('query');
  const asked = new Counter({ name: 'asked_total', help: 'Requests.', registers: [metrics] });
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    asked.inc();
    if (pathname === '/exit') process.exit(1);
    await sleep(Number(searchParams.get('ms') ?? 0));
    response.setHeader('connection', 'close');
    response.end(JSON.stringify({ worker, pid: process.pid }));
  });
  await new Promise<void>((resolve) => server.listen(settings.port, settings.host, resolve));
  if (worker !== null) answerPrimary({ metrics, live: {}, logger });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          logger.info('closed');
          resolve();
        });
      }),
  };
});
