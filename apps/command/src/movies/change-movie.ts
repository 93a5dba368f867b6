import { type Movie, type MoviePatch, Rejected } from '@marquee/contracts';
import {
  type CastRef,
  castRefs,
  checkGuard,
  checkOwner,
  checkProvider,
  type MovieState,
} from '@marquee/domain';
import type { WriteTransaction } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import type { Target } from '../target.js';
import { type WrittenBy, writeAs } from '../write-as.js';
import { idsOfCast, readBack, resolveCast } from './cast-actors.js';

/** Whom a change brings into the cast. */
export interface ActorsOfChange {
  readonly refs: readonly CastRef[];
  /** From what was found, in the order of `refs`, to ids; it rejects actors that do not exist. */
  readonly idsOf: typeof idsOfCast;
}

export const actorsOfCast = (cast: MoviePatch['cast']): ActorsOfChange => ({
  refs: castRefs(cast),
  idsOf: idsOfCast,
});

/** Locks, decides and stores: what every change of one movie has in common. A change that changes nothing stores nothing. */
export async function changeMovie(
  deps: CommandDeps,
  { actors, ...target }: Target & { readonly actors: ActorsOfChange },
  decide: (before: MovieState, actorIds: readonly string[]) => MovieState,
): Promise<WrittenBy<Movie>> {
  checkProvider(target.caller);
  return await writeAs(deps, target, async (tx) => {
    const found = await resolveCast(tx, actors.refs);
    const before = await lockOwnMovie(tx, target);
    const after = decide(before, actors.idsOf(found));
    return await readBack(tx, await saveMovie(tx, { before, after }), found);
  });
}

/** As stored. What is as it was is not stored, but waited for where it is on its way to the view. */
export async function saveMovie(
  tx: WriteTransaction,
  { before, after }: { readonly before: MovieState | null; readonly after: MovieState },
): Promise<MovieState | null | undefined> {
  if (after !== before) return (await tx.saveMovies([{ before, after }]))[0];
  await tx.awaitMovies([after.id]);
  return after;
}

/** The movie, locked. @throws {Rejected} `movie-not-found`, `forbidden`, `version-mismatch` */
export async function lockOwnMovie(
  tx: WriteTransaction,
  { id, caller, guard }: Target,
): Promise<MovieState> {
  const [before] = await tx.lockMovies({ ids: [id] });
  if (before === undefined) throw new Rejected('movie-not-found');
  checkOwner(before, caller);
  checkGuard(before, guard);
  return before;
}
