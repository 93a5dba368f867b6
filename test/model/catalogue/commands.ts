/** What the random commands have in common. */
import { idOf } from '@marquee/testing';
import fc from 'fast-check';
import { ensure, type Run } from './command-run.js';
import { type CallerName, type Model, type ModelFields, type ModelMovie, owns } from './model.js';

export type Command = fc.AsyncCommand<Model, Run, true>;

/** `text` is what a failure shows of it. */
export function command(
  text: string,
  run: (model: Model, run: Run) => Promise<void>,
): fc.AsyncCommand<Model, Run, true> {
  return { check: async () => true, run, toString: () => text };
}

/** So few that movies meet each other again, and come back under ids that were deleted. */
const SLOTS = 5;
export const slots = Array.from({ length: SLOTS }, (_, of) => of);
export const slot = fc.nat({ max: SLOTS - 1 });
export const nth = fc.nat({ max: 7 });
export const as = fc.constantFrom<CallerName>('administrator', 'ada', 'ada', 'ben');
export const guard = fc.constantFrom<Guard>('none', 'none', 'current', 'stale');
export type Guard = 'none' | 'current' | 'stale';

export const movieId = (of: number) => idOf(0x100 + of);

/** As much of an answered movie as is looked at. */
export interface Written {
  readonly id: string;
  readonly version: number;
  readonly addedAt: string;
  readonly cast: readonly { readonly actorId: string; readonly order: number }[];
}

export function guardHeaders(
  movie: ModelMovie | undefined,
  how: Guard,
): Readonly<Record<string, string>> {
  if (how === 'stale') return { 'if-match': '"1"' };
  return how === 'current' && movie?.etag ? { 'if-match': `"${movie.etag}"` } : {};
}

/** What stands in the way of a change of this movie, in the order in which it is looked for. */
export function refusal(
  movie: ModelMovie | undefined,
  caller: CallerName,
  how: Guard,
): number | null {
  if (movie === undefined) return 404;
  if (!owns(caller, movie)) return 403;
  return how === 'stale' ? 412 : null;
}

/** A change that changes nothing has no new version; ratings and actors' names may have made one meanwhile. */
export function changed(movie: ModelMovie, fields: ModelFields, version: number): void {
  const isNew = JSON.stringify(fields) !== JSON.stringify(movie.fields);
  ensure(isNew ? version > movie.version : version >= movie.version, 'its version is newer');
  movie.fields = fields;
  movie.version = version;
  movie.etag = version;
}
