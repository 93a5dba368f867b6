/** What goes between an index in a thread of its own and those who ask it. */
import type { Found, SearchRequest } from './find-movies.js';
import type { IndexSize } from './movie-index.js';
import type { Suggestion } from './suggest.js';

export interface ChangedMovie {
  readonly id: string;
  readonly version: number;
  /** The movie as JSON, or `null` when it is deleted at this version. */
  readonly json: string | null;
}

export interface ThreadCalls {
  apply(changes: readonly ChangedMovie[]): IndexSize;
  search(request: SearchRequest): Found;
  suggest(request: { readonly text: string; readonly limit: number }): readonly Suggestion[];
  related(request: { readonly id: string; readonly limit: number }): readonly string[] | null;
}

export type CallName = keyof ThreadCalls;

export interface Call {
  readonly number: number;
  readonly name: CallName;
  readonly argument: unknown;
}

export type Answer =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly error: string };
