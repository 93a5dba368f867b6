/** Keys of machines. One SQL text serves both databases. */
import { type AccessKey, Rejected, type Role, type Scope } from '@marquee/contracts';
import type { Bound, Transact } from './make-store.js';
import type { Wide } from './rows.js';

/** A key as its administrators see it. */
export interface KnownAccessKey extends AccessKey {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface AccessKeys {
  /** @throws {Rejected} `already-exists` */
  create(key: Omit<KnownAccessKey, 'version' | 'revoked'>): Promise<void>;
  /** Revoked and expired ones too. */
  find(id: string): Promise<KnownAccessKey | null>;
  /** The oldest first. */
  list(): Promise<readonly KnownAccessKey[]>;
  /** False where there is no such key; true also where it was revoked before. */
  revoke(id: string, now: number): Promise<boolean>;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly role: Role;
  readonly subject: string;
  readonly scopes: string;
  readonly created_at: Wide;
  readonly expires_at: Wide;
  readonly revoked_at: Wide;
  readonly version: Wide;
}

const columns =
  'id, name, hash, role, subject, scopes, created_at, expires_at, revoked_at, version';
const select = `SELECT ${columns} FROM access_keys`;
const byId = `${select} WHERE id = @id`;
const insert = `
INSERT INTO access_keys (${columns})
VALUES (@id, @name, @hash, @role, @subject, @scopes, @createdAt, @expiresAt, 0, @version)`;
const revokeOnce = `
UPDATE access_keys SET revoked_at = @now, version = @version WHERE id = @id AND revoked_at = 0`;

export function accessKeysOf(transact: Transact): AccessKeys {
  return {
    create: (key) => transact('write', (bound) => create(bound, key)),
    find: (id) => transact('write', (bound) => find(bound, id)),
    list: () =>
      transact('write', async ({ run }) =>
        (await run<Row>(`${select} ORDER BY created_at, id`)).map(keyOf),
      ),
    revoke: (id, now) => transact('write', (bound) => revoke(bound, id, now)),
  };
}

async function create(bound: Bound, key: Parameters<AccessKeys['create']>[0]): Promise<void> {
  if ((await find(bound, key.id)) !== null) throw new Rejected('already-exists');
  const { scopes, expiresAt, ...rest } = key;
  await bound.run(insert, {
    ...rest,
    scopes: scopes.join(' '),
    expiresAt: expiresAt ?? 0,
    version: key.createdAt * 1_000,
  });
}

async function find({ run }: Bound, id: string): Promise<KnownAccessKey | null> {
  const [row] = await run<Row>(byId, { id });
  return row === undefined ? null : keyOf(row);
}

async function revoke(bound: Bound, id: string, now: number): Promise<boolean> {
  const key = await find(bound, id);
  if (key === null) return false;
  if (key.revoked) return true;
  const version = Math.max(key.version + 1, now * 1_000);
  await bound.run(revokeOnce, { id, now, version });
  return true;
}

function keyOf(row: Row): KnownAccessKey {
  const { id, name, hash, role, subject } = row;
  const expiresAt = Number(row.expires_at);
  return {
    ...{ id, name, hash, role, subject },
    scopes: row.scopes.split(' ').filter((scope): scope is Scope => scope !== ''),
    createdAt: Number(row.created_at),
    expiresAt: expiresAt === 0 ? null : expiresAt,
    revoked: Number(row.revoked_at) !== 0,
    version: Number(row.version),
  };
}
