/**
 * Gives a connection that was on its way to a worker when that was killed to another one. `node:cluster` waits for the worker's word
 * that it took the connection, for ever where none comes: the client would hang. It hands over one connection at a time to each
 * worker, by a message that is none of ours; a refusal in the worker's name sets it free, since cluster passes on what a worker that
 * shuts down refuses. Where a release of Node has other messages, this does nothing.
 */
import type { Worker } from 'node:cluster';

interface Handover {
  readonly cmd: string;
  readonly act: 'newconn';
  readonly seq: number;
}

/** To be called when the worker is forked. `hasOthers`: whether somebody else serves when this one has ended. */
export function rescueConnections(worker: Worker, hasOthers: () => boolean): void {
  const { process } = worker;
  let last: { readonly handover: Handover; readonly connection: unknown } | undefined;
  process.send = new Proxy(process.send, {
    apply(send, self, args: unknown[]) {
      const [handover, connection] = args;
      if (isHandover(handover)) last = { handover, connection };
      return Reflect.apply(send, self, args);
    },
  });
  process.once('exit', () => {
    if (process.connected) process.disconnect();
    setImmediate(() => {
      // By now cluster hands nothing to this worker any more.
      if (last === undefined) return;
      const { cmd, seq } = last.handover;
      if (hasOthers()) process.emit('internalMessage', { cmd, ack: seq, accepted: false });
      else if (isClosable(last.connection)) last.connection.close();
    });
  });
}

const isHandover = (message: unknown): message is Handover =>
  typeof message === 'object' &&
  message !== null &&
  'act' in message &&
  message.act === 'newconn' &&
  'seq' in message &&
  'cmd' in message;

const isClosable = (handle: unknown): handle is { close(): void } =>
  typeof handle === 'object' &&
  handle !== null &&
  'close' in handle &&
  typeof handle.close === 'function';
