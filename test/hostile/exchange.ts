/** Raw bytes over a socket, for what no HTTP client would send. */
import { connect } from 'node:net';

/** Sends the parts one after the other; resolves to all that came back until the other side closed. */
export async function exchange(
  port: number,
  ...parts: readonly (string | Uint8Array)[]
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  // Who answers before it has read everything may reset the connection.
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => socket.once('close', resolve));
  return received;
}
