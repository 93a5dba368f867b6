/** Writes at a steady rate in the background, until they are told to stop. */
import { steadily } from '../steady-load.js';
import { connectionPool } from './paced-load.js';
import { type RawAnswer, type RawRequest, rawRequest } from './raw-connection.js';

export interface PacedWrites {
  readonly url: string;
  readonly token: string;
  readonly perSecond: number;
  /** The nth write. */
  readonly write: (n: number) => RawRequest;
  /** Called with its answer, and when it was sent; milliseconds of `performance.now()`. @throws when it is not what it must be */
  readonly answered: (n: number, answer: RawAnswer, sentAt: number) => void;
  /** Called when it is sent. */
  readonly sent?: (n: number) => void;
}

/** `stop` resolves when all are answered, with how many there were. @throws what `answered` threw first */
export function startPacedWrites(writes: PacedWrites): { stop(): Promise<number> } {
  const { url, token, perSecond } = writes;
  const pool = connectionPool(url);
  let isOver = false;
  const one = async (n: number) => {
    const { headers, ...request } = writes.write(n);
    const json = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const bytes = rawRequest(url, { ...request, headers: { ...json, ...headers } });
    await pool.use(async ({ send }) => {
      const sentAt = performance.now();
      writes.sent?.(n);
      writes.answered(n, await send(bytes), sentAt);
    });
  };
  const load = steadily(perSecond, () => isOver, one);
  return {
    async stop() {
      isOver = true;
      const { sent, failures } = await load;
      pool.close();
      if (failures.length > 0) throw failures[0];
      return sent;
    },
  };
}
