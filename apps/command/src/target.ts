import type { Guard } from '@marquee/domain';
import { guardOf } from './if-match.js';
import { type WriteRequest, writeRequestOf } from './write-as.js';

/** What a caller wants to change. */
export interface Target extends WriteRequest {
  readonly id: string;
  readonly guard: Guard;
}

/** The resource that the path names. */
export function targetOf(
  request: Parameters<typeof writeRequestOf>[0] & {
    readonly params: { readonly id: string };
    readonly headers: { readonly 'if-match'?: string | undefined };
  },
): Target {
  return {
    ...writeRequestOf(request),
    id: request.params.id.toLowerCase(),
    guard: guardOf(request.headers['if-match']),
  };
}
