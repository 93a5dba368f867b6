/** Raw bytes over a socket, for what no HTTP client would send. */
import { connect, type Socket } from 'node:net';

const HANGS_MS = 15_000;

type Bytes = string | Uint8Array;

/** Sends the parts one after the other; resolves to all that came back until the other side closed. @throws {Error} if it never does */
export async function exchange(port: number, ...parts: readonly Bytes[]): Promise<string> {
  return await received(port, (socket) => {
    for (const part of parts) socket.write(part);
  });
}

/** The same, and says that nothing more will come, so that no connection waits for another request. */
export async function exchangeAll(port: number, bytes: Bytes): Promise<string> {
  return await received(port, (socket) => socket.end(bytes));
}

async function received(port: number, send: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  // Who answers before it has read everything may reset the connection.
  socket.on('error', () => undefined);
  send(socket);
  await new Promise<void>((resolve, reject) => {
    const hangs = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection stays open, after ${JSON.stringify(text.slice(0, 500))}`));
    }, HANGS_MS);
    socket.once('close', () => {
      clearTimeout(hangs);
      resolve();
    });
  });
  return text;
}
