import { emailKeyOf, Rejected } from '@marquee/contracts';
import { endsTokens, type UserState } from '@marquee/domain';
import { endTokens } from './end-tokens.js';
import { LostRace } from './engine.js';
import { eraseUser } from './erase-user.js';
import { floorOf, nextVersion, type Scope } from './scope.js';
import { type UserRow, userStateOf } from './users.js';
import type { UserChange } from './write-store.js';

export async function lockUser(scope: Scope, id: string): Promise<UserState | null> {
  const row = await lockedRow(scope, id);
  return row === undefined || row.is_erased ? null : userStateOf(row);
}

export async function saveUser(
  scope: Scope,
  { before, after }: UserChange,
): Promise<UserState | null> {
  if (after === null) {
    if (before !== null) await eraseUser(scope, before);
    return null;
  }
  return before === null ? await createUser(scope, after) : await changeUser(scope, before, after);
}

/** Under which something is stored or acts already, though it is no user's here: a machine's, or that of a user of another issuer. */
const claimed = `
SELECT 1 AS n WHERE EXISTS (SELECT 1 FROM access_keys WHERE subject = @id)
  OR EXISTS (SELECT 1 FROM ratings WHERE user_id = @id)
  OR EXISTS (SELECT 1 FROM comments WHERE user_id = @id)
  OR EXISTS (SELECT 1 FROM sessions WHERE player_id = @id)`;
const aKey = 'SELECT 1 AS n FROM access_keys WHERE id = @id';

export async function userIdIsClaimed({ run }: Scope, id: string): Promise<boolean> {
  return (await run(claimed, { id })).length > 0;
}

/** Whoever loses the race for the address or the id runs again, and finds it taken. */
async function createUser(scope: Scope, user: UserState): Promise<UserState> {
  const version = floorOf(scope);
  const known = await lockedRow(scope, user.id);
  if (known !== undefined) {
    const whose = known.is_erased ? 'A user who was deleted had this id.' : 'A user has this id.';
    throw new Rejected('already-exists', whose);
  }
  const { run, statements } = scope;
  if ((await run(aKey, { id: user.id })).length > 0) {
    throw new Rejected('already-exists', 'A key of a machine has this id.');
  }
  await checkEmail(scope, user);
  const createdAt = Date.parse(user.createdAt);
  await run(statements.users.insert, { ...columnsOf(user), version, createdAt });
  return { ...user, version, editedVersion: version };
}

async function changeUser(scope: Scope, before: UserState, after: UserState): Promise<UserState> {
  const version = nextVersion(scope, before.version);
  if (emailKeyOf(before.email) !== emailKeyOf(after.email)) await checkEmail(scope, after);
  const { run, statements } = scope;
  const change = { ...columnsOf(after), version, before: before.version };
  const done = await run(statements.users.update, change);
  if (done.length !== 1) throw new LostRace('the user changed before it was saved');
  // With other rights one would not be told of the same any more.
  if (before.role !== after.role) await run(statements.webhooks.ofOwner, { id: after.id });
  if (endsTokens(before, after)) await endTokens(scope, { id: after.id, role: after.role });
  return { ...after, version, editedVersion: version };
}

async function checkEmail({ run, statements }: Scope, { id, email }: UserState): Promise<void> {
  const [other] = await run<UserRow>(statements.users.byEmail, { key: emailKeyOf(email) });
  if (other !== undefined && other.id !== id) throw new Rejected('email-taken');
}

async function lockedRow({ run, statements }: Scope, id: string): Promise<UserRow | undefined> {
  return (await run<UserRow>(statements.users.lock, { id }))[0];
}

function columnsOf({ id, email, firstName, lastName, role, passwordHash: hash }: UserState) {
  return { id, email, key: emailKeyOf(email), firstName, lastName, role, hash };
}
