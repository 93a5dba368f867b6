/** What ends tokens that were made before: rows of `access_keys`, of which the view is told. */
import { NO_SECRET, type Role } from '@marquee/contracts';
import { revokeKey, tellOfKey } from './access-keys.js';
import { LostRace } from './engine.js';
import type { Wide } from './rows.js';
import { nextVersion, type Scope } from './scope.js';

interface Logins {
  /** The user's, under which the row stands. */
  readonly id: string;
  readonly role: Role;
  /** None will ever be good again. */
  readonly forEver?: boolean;
}

/** Whatever takes the row for a key of a machine finds it expired. */
const LONG_AGO = 1;

const read = 'SELECT version FROM access_keys WHERE id = @id';
const insert = `
INSERT INTO access_keys (id, name, hash, role, subject, scopes, created_at, expires_at, revoked_at,
  version)
VALUES (@id, 'logins of a user', @hash, @role, @id, '', @now, @expiresAt, @revokedAt, @version)`;
const update = `
UPDATE access_keys SET version = @version, role = @role, revoked_at = @revokedAt
WHERE id = @id AND version = @before`;
const ofOthers = `
SELECT id FROM access_keys
WHERE subject = @id AND hash <> '${NO_SECRET}' AND revoked_at = 0 ORDER BY id`;

/** Tokens say which version of this row they were made at: those of earlier ones are no good any more. The user is locked. */
export async function endTokens(
  scope: Scope,
  { id, role, forEver = false }: Logins,
): Promise<void> {
  const { run, pending, options } = scope;
  const { now } = options;
  const versionNow = async () => (await run<{ readonly version: Wide }>(read, { id }))[0]?.version;
  const before = await versionNow();
  const version = nextVersion(scope, Number(before ?? 0));
  const columns = { id, role, version, revokedAt: forEver ? now : 0 };
  if (before === undefined) {
    await run(insert, { ...columns, hash: NO_SECRET, expiresAt: LONG_AGO, now });
  } else await run(update, { ...columns, before: Number(before) });
  if (Number(await versionNow()) !== version) throw new LostRace('the row changed meanwhile');
  await tellOfKey(scope, { id, version, now });
  pending.wakes = true;
}

/** Keys of machines that act as this user end with the user. There are few. */
export async function revokeKeysOf(scope: Scope, id: string): Promise<void> {
  const keys = await scope.run<{ readonly id: string }>(ofOthers, { id });
  for (const key of keys) await revokeKey(scope, key.id, scope.options.now);
}
