/** A place in the change feed as clients carry it: `next` of `GET /changes`, `id` of its events, the position that a copy was made at. */
import { type FeedPlace, Rejected } from '@marquee/contracts';
import type { Sealer } from './sealer.js';

const purpose = 'change-feed';
const version = 1;

export function sealPlace(sealer: Sealer, { beganAt, position }: FeedPlace): string {
  return sealer.seal(purpose, [version, beganAt, position]);
}

/** @param parameter what of the request it came in. @throws {Rejected} `invalid-cursor` */
export function openPlace(sealer: Sealer, text: string, parameter: string): FeedPlace {
  const value = sealer.open(purpose, text);
  if (Array.isArray(value) && value[0] === version) {
    return { beganAt: value[1], position: value[2] };
  }
  const detail = 'It was not made here for changes.';
  throw new Rejected('invalid-cursor', `The token is not valid: ${detail}`, [
    { parameter, code: 'invalid-cursor', detail },
  ]);
}
