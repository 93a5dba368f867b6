/** A process whose worker takes a job and then blocks its event loop for ever, far past the job's lock. */
import { openChangeQueue } from '../src/index.js';

const logger = { info() {}, warn() {}, error() {} };
const queue = openChangeQueue(process.argv[2] ?? '', { logger, lockMs: 500 });
await queue.consume('g1', async () => {
  process.send?.('taken');
  // The message leaves before the loop stands still.
  await new Promise((resolve) => setTimeout(resolve, 50));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
process.send?.('ready');
