/** bull-board over the queues of the generations that there are: it shows, and changes nothing. */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import type { BoardOptions, BoardPlugin } from './change-queue.js';

/** The page asks every few seconds; generations come and go every few weeks. */
const REFRESH_MS = 3_000;

/** The pages would fetch a font from elsewhere; an admin port tells nobody that it is there. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

/**
 * Read-only: a retry by the board would apply the old event, where `marquee dead-letters retry` publishes the current state.
 * `queueOf` opens the queue of a generation.
 */
export function queueBoard(
  { path, generations }: BoardOptions,
  queueOf: (generation: string) => Promise<Queue>,
): BoardPlugin {
  const server = new FastifyAdapter().setBasePath(path);
  const board = createBullBoard({
    queues: [],
    serverAdapter: server,
    options: { uiConfig: { boardTitle: 'Marquee' } },
  });
  const pages = server.registerPlugin();
  let freshUntil = 0;
  const refresh = async () => {
    if (performance.now() < freshUntil) return;
    freshUntil = performance.now() + REFRESH_MS;
    const queues = await Promise.all((await generations()).map(({ name }) => queueOf(name)));
    board.replaceQueues(queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })));
  };

  return (app, _options, done) => {
    app.addHook('onRequest', async ({ url }, reply) => {
      reply.header('content-security-policy', POLICY);
      if (url.startsWith(`${path}/api/`)) await refresh();
    });
    app.register(pages, { prefix: path });
    done();
  };
}
