/** From the entries of casts to actors, inside a transaction. */
import { type Fault, type Movie, Rejected } from '@marquee/contracts';
import { type CastRef, type MovieState, movieAsRead } from '@marquee/domain';
import { invalidInput } from '@marquee/service';
import type { ResolvedActor, WriteTransaction } from '@marquee/write-store';

/** The actor of each reference; equal references are looked up once. Locks them: to be called before movies are locked. */
export async function resolveCast(
  tx: WriteTransaction,
  refs: readonly CastRef[],
): Promise<readonly (ResolvedActor | null)[]> {
  if (refs.length === 0) return [];
  const distinct = new Map(refs.map((ref) => [JSON.stringify(ref), ref]));
  const resolved = await tx.resolveActors([...distinct.values()]);
  const found = new Map([...distinct.keys()].map((key, index) => [key, resolved[index] ?? null]));
  return refs.map((ref) => found.get(JSON.stringify(ref)) ?? null);
}

/** Their ids. @throws {Rejected} `invalid-input` that names every entry whose actor does not exist */
export function idsOfCast(actors: readonly (ResolvedActor | null)[]): readonly string[] {
  const faults = actors.flatMap((actor, index): Fault[] =>
    actor === null
      ? [
          {
            pointer: `/cast/${index}/actorId`,
            code: 'actor-not-found',
            detail: 'There is no such actor.',
          },
        ]
      : [],
  );
  if (faults.length > 0) throw invalidInput(faults);
  return actors.flatMap((actor) => actor?.id ?? []);
}

/** A movie of this transaction as callers read it; names that are not `known` are looked up. */
export async function readBack(
  tx: WriteTransaction,
  movie: MovieState | null | undefined,
  known: readonly (ResolvedActor | null)[],
): Promise<Movie> {
  if (!movie) throw new Rejected('movie-not-found');
  const names = new Map(known.flatMap((actor) => (actor ? [[actor.id, actor.name]] : [])));
  const missing = movie.content.cast.flatMap(({ actorId }) => (names.has(actorId) ? [] : actorId));
  if (missing.length > 0) {
    for (const [id, name] of await tx.actorNames([...new Set(missing)])) names.set(id, name);
  }
  return movieAsRead(movie, names);
}
