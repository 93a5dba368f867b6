/** Stands between a client and a server, and makes connections fall silent without ending them, as a lost route does. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** How many connections are open, those that are silent too. */
  open(): number;
  /** Nothing passes any more on the connection that was opened as number `index` of those that are open. */
  silence(index: number): void;
  /** Cuts every connection, and refuses new ones until `restore`. */
  cut(): void;
  restore(): void;
  stop(): Promise<void>;
}

/** Passes connections to 127.0.0.1:`target` on. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let refusing = false;
  const end = (pair: readonly Socket[]) => {
    for (const socket of pair) socket.destroy();
  };
  const server = createServer((near) => {
    if (refusing) return void near.destroy();
    const far = connect(target, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        end(pair);
        pairs.delete(pair);
      });
    }
    near.pipe(far);
    far.pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port is free');

  return {
    port: address.port,
    open: () => pairs.size,
    silence(index) {
      const [near, far] = [...pairs][index] ?? [];
      near?.unpipe().pause();
      far?.unpipe().pause();
    },
    cut() {
      refusing = true;
      for (const pair of pairs) end(pair);
    },
    restore() {
      refusing = false;
    },
    async stop() {
      for (const pair of pairs) end(pair);
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
