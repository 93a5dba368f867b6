/** What becomes of writes when connections are few or break. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWriteStore } from '../src/index.js';
import { onEach, type Tap } from './adapters.js';
import { create, load, newMovie, options, saved1 } from './builders.js';

/** Stands between a store and its server, and breaks what goes through. */
async function proxy(t: Tap, target: { readonly host: string; readonly port: number }) {
  const pairs = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      pairs.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        pairs.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of pairs) socket.destroy();
  };
  t.teardown(() => {
    cut();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, cut };
}

onEach(
  'a write whose connection breaks before it commits is made all the same',
  async (t, opened) => {
    if (opened.engine !== 'sqlserver') return void t.pass('a file has no connections');
    const direct = new URL(opened.url(5));
    const between = await proxy(t, { host: direct.hostname, port: Number(direct.port) });
    direct.hostname = '127.0.0.1';
    direct.port = `${between.port}`;
    const store = openWriteStore(direct.href);
    t.teardown(() => store.close());
    await store.ping();

    const movie = newMovie({ title: 'Cut' });
    let tries = 0;
    await store.write(async (tx) => {
      tries += 1;
      const saved = await saved1(tx, null, movie);
      if (tries === 1) {
        between.cut();
        await sleep(50);
      }
      return saved;
    }, options());
    t.equal(tries, 2);
    t.equal((await load(store, movie.id))?.content.title, 'Cut');

    between.cut();
    await sleep(50);
    t.ok(await create(store), 'connections that broke while nobody used them are replaced');
  },
);

onEach(
  'when all connections are in use for too long, a write is refused for now',
  async (t, opened) => {
    if (opened.engine !== 'sqlserver') return void t.pass('a file has no pool');
    const address = new URL(opened.url(2));
    address.searchParams.set('acquireTimeoutMs', '3000');
    const store = openWriteStore(address.href);
    t.teardown(() => store.close());
    await store.ping();
    t.match(store.pool(), { size: 2, inUse: 0, waiting: 0 });
    let free = () => {};
    const freed = new Promise<void>((resolve) => {
      free = resolve;
    });
    const holders = [1, 2].map(() =>
      store.write(async (tx) => {
        await saved1(tx, null, newMovie());
        await freed;
      }, options()),
    );
    while (store.pool()?.inUse !== 2) await sleep(10);
    await t.rejects(create(store), { name: 'WriteStoreUnavailable', message: /in use/ });
    free();
    await Promise.all(holders);
    t.ok(await create(store));
  },
);
