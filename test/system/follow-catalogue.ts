/** What whoever keeps a copy of the catalogue does: asks for its changes, or takes messages that tell of them. */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, ChangePage, Movie } from '@marquee/contracts';
import type { ReceivedRequest } from '@marquee/testing';

export interface Following {
  /** A place. */
  readonly from: string;
  /** `movie`, `actor` or both, with a comma. */
  readonly kinds: string;
  /** Gives the page under this path; `null` without an answer: then the same is asked for again. */
  readonly read: (path: string) => Promise<ChangePage | null>;
  readonly onChange: (change: Change) => void;
  /** Between two looks, where nothing more is there. */
  readonly pauseMs: number;
  readonly isOver: () => boolean;
}

const FAILED_PAUSE_MS = 100;

/** Hands on all changes after a place, in order, until it is over. */
export async function followChanges(following: Following): Promise<void> {
  const { kinds, read, onChange, pauseMs, isOver } = following;
  for (let after = following.from; !isOver(); ) {
    const found = await read(
      `/changes?limit=500&kinds=${kinds}&after=${encodeURIComponent(after)}`,
    );
    if (found === null) {
      await sleep(FAILED_PAUSE_MS);
      continue;
    }
    for (const change of found.items) onChange(change);
    after = found.page.next;
    if (!found.page.hasMore) await sleep(pauseMs);
  }
}

/** Takes messages of a webhook, again and again the same ones; hands on the change of each once. */
export function takeMessages(
  onChange: (change: Change, messageId: string) => void,
): (message: ReceivedRequest) => void {
  const seen = new Set<string>();
  return ({ headers, body }) => {
    const id = String(headers['webhook-id']);
    if (seen.has(id)) return;
    seen.add(id);
    onChange(JSON.parse(body).data, id);
  };
}

/** All movies by id, of one who had these and was told of the rest. */
export function copyOf(
  received: readonly ReceivedRequest[],
  begin: readonly Movie[] = [],
): Map<string, unknown> {
  const copy = new Map<string, unknown>(begin.map((movie) => [movie.id, movie]));
  const take = takeMessages(({ change, id, movie }) => {
    if (change === 'deletion') copy.delete(id);
    else copy.set(id, movie);
  });
  for (const message of received) take(message);
  return copy;
}

/** Of the change that a message tells of. */
export const positionOf = (messageId: string) => Number(messageId.split('-').at(-1));

/** Whether a message was signed with this secret. */
export function isSigned({ headers, body }: ReceivedRequest, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return signature === `v1,${expected}`;
}
