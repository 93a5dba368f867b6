import { type Actor, Rejected } from '@marquee/contracts';
import {
  type ActorState,
  actorAsRead,
  checkGuard,
  checkOwner,
  checkProvider,
} from '@marquee/domain';
import type { WriteTransaction } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import type { Target } from '../target.js';
import { type WrittenBy, writeAs } from '../write-as.js';

/** Locks, decides and stores: what every change of one actor has in common. A change that changes nothing stores nothing. */
export async function changeActor(
  deps: CommandDeps,
  target: Target,
  decide: (before: ActorState) => ActorState,
): Promise<WrittenBy<Actor>> {
  checkProvider(target.caller);
  return await writeAs(deps, target, async (tx) => {
    const before = await lockOwnActor(tx, target);
    const after = decide(before);
    if (after === before) {
      await tx.awaitActor(before.id);
      return actorAsRead(before);
    }
    return storedActor(await tx.saveActor({ before, after }));
  });
}

/** The actor, locked. @throws {Rejected} `actor-not-found`, `forbidden`, `actor-in-use`, `version-mismatch` */
export async function lockOwnActor(
  tx: WriteTransaction,
  { id, caller, guard }: Target,
): Promise<ActorState> {
  const before = await tx.lockActor(id);
  if (before === null) throw new Rejected('actor-not-found');
  checkOwner(before, caller);
  if (caller.role !== 'administrator' && (await tx.actorInMoviesOfOthers(id, caller.id))) {
    throw new Rejected('actor-in-use');
  }
  checkGuard(before, guard);
  return before;
}

export function storedActor(stored: ActorState | null): Actor {
  if (stored === null) throw new Rejected('actor-not-found');
  return actorAsRead(stored);
}
