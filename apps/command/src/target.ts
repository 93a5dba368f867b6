import type { Guard } from '@marquee/domain';
import { type Caller, callerOf } from '@marquee/service';
import { guardOf } from './if-match.js';

/** What a caller wants to change. */
export interface Target {
  readonly id: string;
  readonly caller: Caller;
  readonly guard: Guard;
}

/** The resource that the path names. */
export function targetOf(request: {
  readonly params: { readonly id: string };
  readonly headers: { readonly 'if-match'?: string | undefined };
  readonly caller: Caller | null;
}): Target {
  return {
    id: request.params.id.toLowerCase(),
    caller: callerOf(request),
    guard: guardOf(request.headers['if-match']),
  };
}
