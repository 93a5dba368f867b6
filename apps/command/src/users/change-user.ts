import { Rejected, type User } from '@marquee/contracts';
import { checkGuard, checkSelf, type UserEdit, type UserState, userAsRead } from '@marquee/domain';
import type { WriteTransaction } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import type { Target } from '../target.js';
import { type WrittenBy, writeAs } from '../write-as.js';

export const userEtag = ({ version }: User) => `"${version}"`;

/** Hashes the password that is given, locks, decides and stores. A change that changes nothing stores nothing. */
export async function changeUser(
  deps: CommandDeps,
  target: Target & { readonly password: string | undefined },
  decide: (before: UserState, edit: UserEdit) => UserState,
): Promise<WrittenBy<User>> {
  const { caller: writer, password } = target;
  checkSelf(target.id, writer, 'It is another user.');
  // Before the transaction, which must not wait for it.
  const passwordHash = password === undefined ? null : await deps.passwords.hash(password);
  return await writeAs(deps, target, async (tx) => {
    const before = await lockOwnUser(tx, target);
    const after = decide(before, { writer, passwordHash });
    if (after === before) return userAsRead(before);
    return storedUser(await tx.saveUser({ before, after }));
  });
}

/** The user, locked. @throws {Rejected} `forbidden`, `user-not-found`, `version-mismatch` */
export async function lockOwnUser(
  tx: WriteTransaction,
  { id, caller, guard }: Target,
): Promise<UserState> {
  checkSelf(id, caller, 'It is another user.');
  const before = await tx.lockUser(id);
  if (before === null) throw new Rejected('user-not-found');
  checkGuard(before, guard);
  return before;
}

export function storedUser(stored: UserState | null): User {
  if (stored === null) throw new Rejected('user-not-found');
  return userAsRead(stored);
}
