/** How a rival is told what to serve, and tells that it does. */
import { once } from 'node:events';

export async function rivalSettings<T extends object>(): Promise<T & { readonly port: number }> {
  const [message] = await once(process, 'message');
  process.once('disconnect', () => process.exit());
  return message;
}

export function sayThatItListens(): void {
  process.send?.('listens');
}
