/** The `Consistency-Token` header: which write a reader wants to see, and how much of the view it touches. */
import { Rejected } from '@marquee/contracts';
import type { Sealer } from './sealer.js';

export interface ConsistencyToken {
  readonly write: string;
  /** How many subjects the view must have noted as applied for this write. */
  readonly subjects: number;
}

const purpose = 'consistency-token';

export function sealToken(sealer: Sealer, token: ConsistencyToken): string {
  return sealer.seal(purpose, [token.write, token.subjects]);
}

/** @throws {Rejected} `invalid-token` */
export function openToken(sealer: Sealer, text: string): ConsistencyToken {
  const value = sealer.open(purpose, text);
  if (Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number') {
    return { write: value[0], subjects: value[1] };
  }
  throw new Rejected('invalid-token', 'The Consistency-Token header was not made here.', [
    { parameter: 'Consistency-Token', code: 'invalid-token', detail: 'It was not made here.' },
  ]);
}
