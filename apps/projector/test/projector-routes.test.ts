import { openChangeQueue, QueueUnavailable } from '@marquee/change-queue';
import { createLogger, createMetrics, startAdminServer } from '@marquee/service';
import { buildMovieChanged, idOf } from '@marquee/testing';
import t from 'tap';
import { projectorControl, projectorRoutes } from '../src/index.js';
import { generation, openView } from './open-view.js';

const logger = createLogger('test', 'silent');

async function adminPort(t: Parameters<typeof openView>[0]) {
  const viewStore = await openView(t);
  await viewStore.createGeneration({ ...generation, name: 'g2' }, 0);
  const queue = openChangeQueue('memory:', { logger });
  for (const name of ['g1', 'g2']) await queue.consume(name, async () => {});
  const control = projectorControl({ queue, generations: () => viewStore.generations() });
  const admin = await startAdminServer({
    ...{ host: '127.0.0.1', port: 0, metrics: createMetrics('test') },
    routes: [projectorRoutes(control)],
  });
  t.teardown(async () => {
    await admin.close();
    await queue.close();
  });
  return {
    async ask(method: 'GET' | 'POST', path = '') {
      const answer = await admin.inject({ method, url: `/admin/projector${path}` });
      return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
    },
    /** Whether a job of this generation is taken. */
    taken: (name: string) =>
      queue
        .publish(name, [{ publishedAt: Date.now(), events: [buildMovieChanged({ id: idOf(1) })] }])
        .then(() => true)
        .catch((error) => {
          if (error instanceof QueueUnavailable) return false;
          throw error;
        }),
  };
}

t.test('one generation, or every one, is paused and resumed', async (t) => {
  const { ask, taken } = await adminPort(t);
  const paused = (g1: boolean, g2: boolean) => ({
    status: 200,
    body: {
      generations: [
        { generation: 'g1', paused: g1 },
        { generation: 'g2', paused: g2 },
      ],
    },
  });
  t.match(await ask('GET'), paused(false, false));
  t.match(await ask('POST', '/pause?generation=g2'), paused(false, true));
  t.same([await taken('g1'), await taken('g2')], [true, false]);
  t.match(await ask('POST', '/pause'), paused(true, true));
  t.equal(await taken('g1'), false);
  t.match(await ask('POST', '/resume?generation=g1'), paused(false, true));
  t.match(await ask('POST', '/resume'), paused(false, false));
  t.match(await ask('GET'), paused(false, false));
  t.same([await taken('g1'), await taken('g2')], [true, true]);
});

t.test('what is not understood is refused, and pauses nothing', async (t) => {
  const { ask, taken } = await adminPort(t);
  for (const verb of ['pause', 'resume']) {
    const unknown = await ask('POST', `/${verb}?generation=g9`);
    t.match(unknown, { status: 404, body: { code: 'not-found', detail: /no generation g9/ } });
    t.match(await ask('POST', `/${verb}?generations=g1`), { status: 400 });
    t.match(await ask('GET', `/${verb}`), { status: 405, headers: { allow: 'POST' } });
  }
  t.match(await ask('POST', ''), { status: 405, headers: { allow: /GET/ } });
  t.match(await ask('POST', '/stop'), { status: 404 });
  t.same([await taken('g1'), await taken('g2')], [true, true]);
});
