/** How many streams may be open at once, and the end of all of them. */
import type { ServerResponse } from 'node:http';
import { Rejected } from '@marquee/contracts';

export interface StreamSlots {
  /** The signal that ends the stream: when its response is closed, or when all are. @throws {Rejected} `overloaded` where none is free */
  take(response: ServerResponse): AbortSignal;
  /** Ends all streams; a client that does not take the rest in a second is cut off. */
  endAll(): void;
  count(): number;
  /** What each says at least once in. */
  readonly heartbeatMs: number;
}

const CUT_AFTER_MS = 1_000;

export function streamSlots(most: number, heartbeatMs = 15_000): StreamSlots {
  const open = new Map<ServerResponse, AbortController>();
  return {
    take(response) {
      if (open.size >= most) {
        throw new Rejected('overloaded', `No more than ${most} streams can be open at once.`);
      }
      const ending = new AbortController();
      open.set(response, ending);
      response.once('close', () => {
        open.delete(response);
        ending.abort();
      });
      return ending.signal;
    },
    endAll() {
      for (const [response, ending] of open) {
        ending.abort();
        const cut = setTimeout(() => response.destroy(), CUT_AFTER_MS);
        response.once('close', () => clearTimeout(cut));
      }
    },
    count: () => open.size,
    heartbeatMs,
  };
}
