/** Closes as the first argument says: `quickly`, `slowly`, `never`, `badly`. Prints `ready`, then `closing`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { closeOnSignals, createLogger } from '../../src/index.js';

const manner = process.argv[2];
const busy = setInterval(() => undefined, 1_000);

closeOnSignals({
  logger: createLogger('drain', 'silent'),
  timeoutMs: manner === 'never' ? 100 : 60_000,
  close: async () => {
    console.log('closing');
    if (manner === 'badly') throw new Error('a store does not close');
    if (manner !== 'quickly') await sleep(30_000);
    clearInterval(busy);
  },
});
console.log('ready');
