/** The process that puts load on others, told by messages what to do. See `load-generator.ts`. */
import { readFileSync } from 'node:fs';
import { type ClosedLoad, closedLoad, type ExpectedAnswer } from './closed-load.js';

let answers: readonly ExpectedAnswer[] = [];

process.on('message', (message: LoadOrder) => {
  void carryOut(message).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
process.on('disconnect', () => process.exit());

export type LoadOrder =
  /** JSON of the answers to expect from now on; too much for a message. */
  { readonly expect: string } | { readonly load: Omit<ClosedLoad, 'answers'> };

async function carryOut(order: LoadOrder) {
  if ('load' in order) return await closedLoad({ ...order.load, answers });
  answers = JSON.parse(readFileSync(order.expect, 'utf8'));
  return null;
}
