/** Keys of machines. But for one, a SQL text serves both databases. */
import {
  type AccessKey,
  isOfUser,
  type KeyChanged,
  NO_SECRET,
  Rejected,
  type Role,
  type Scope,
} from '@marquee/contracts';
import { LostRace } from './engine.js';
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
  create(key: Omit<KnownAccessKey, 'version' | 'revoked' | 'former'>): Promise<void>;
  /** Revoked and expired ones too, and what stands for the logins of a user: `isOfUser` tells. */
  find(id: string): Promise<KnownAccessKey | null>;
  /** Those of machines, the oldest first. */
  list(): Promise<readonly KnownAccessKey[]>;
  /** Another secret instead; the old one stays good for a while. False where there is no such key, or it was revoked. */
  rotate(id: string, rotation: KeyRotation): Promise<boolean>;
  /** False where there is no such key; true also where it was revoked before. */
  revoke(id: string, now: number): Promise<boolean>;
}

export interface KeyRotation {
  /** Of the new secret, as in `AccessKey`. */
  readonly hash: string;
  /** Until when the old secret is good. Milliseconds since 1970, as `now`. */
  readonly until: number;
  readonly now: number;
}

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly former_hash: string | null;
  readonly former_until: Wide | null;
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
export const selectKeys = `SELECT ${columns}, former_hash, former_until FROM access_keys`;
const ofMachines = `${selectKeys} WHERE hash <> '${NO_SECRET}' ORDER BY created_at, id`;
const byId = `${selectKeys} WHERE id = @id`;
const insert = `
INSERT INTO access_keys (${columns})
VALUES (@id, @name, @hash, @role, @subject, @scopes, @createdAt, @expiresAt, 0, @version)`;
const replaceSecret = `
UPDATE access_keys SET former_hash = hash, former_until = @until, hash = @hash, version = @version
WHERE id = @id AND revoked_at = 0 AND version = @before`;
const revokeOnce = `
UPDATE access_keys SET revoked_at = @now, version = @version WHERE id = @id AND revoked_at = 0`;

type Running = Pick<Bound, 'run' | 'statements'>;

export function accessKeysOf(transact: Transact, changed: () => void): AccessKeys {
  return {
    async create(key) {
      await transact('write', (bound) => create(bound, key));
      changed();
    },
    find: (id) => transact('write', (bound) => find(bound, id)),
    list: () => transact('write', async ({ run }) => (await run<KeyRow>(ofMachines)).map(keyOf)),
    async rotate(id, rotation) {
      const found = await transact('write', (bound) => rotate(bound, id, rotation));
      if (found) changed();
      return found;
    },
    async revoke(id, now) {
      const found = await transact('write', (bound) => revokeKey(bound, id, now));
      if (found) changed();
      return found;
    },
  };
}

async function create(bound: Bound, key: Parameters<AccessKeys['create']>[0]): Promise<void> {
  if ((await find(bound, key.id)) !== null) throw new Rejected('already-exists');
  const { scopes, expiresAt, ...rest } = key;
  const version = key.createdAt * 1_000;
  const narrowed = scopes.join(' ');
  await bound.run(insert, { ...rest, scopes: narrowed, expiresAt: expiresAt ?? 0, version });
  await tellOfKey(bound, { id: key.id, version, now: key.createdAt });
}

async function find({ run }: Pick<Bound, 'run'>, id: string): Promise<KnownAccessKey | null> {
  const [row] = await run<KeyRow>(byId, { id });
  return row === undefined ? null : keyOf(row);
}

async function rotate(
  bound: Bound,
  id: string,
  { hash, until, now }: KeyRotation,
): Promise<boolean> {
  const key = await find(bound, id);
  if (key === null || isOfUser(key) || key.revoked) return false;
  const version = Math.max(key.version + 1, now * 1_000);
  await bound.run(replaceSecret, { id, hash, until, version, before: key.version });
  if ((await find(bound, id))?.hash !== hash) throw new LostRace('the key changed meanwhile');
  await tellOfKey(bound, { id, version, now });
  return true;
}

export async function revokeKey(bound: Running, id: string, now: number): Promise<boolean> {
  const key = await find(bound, id);
  if (key === null || isOfUser(key)) return false;
  if (key.revoked) return true;
  const version = Math.max(key.version + 1, now * 1_000);
  await bound.run(revokeOnce, { id, now, version });
  // Another may have been first: its version counts.
  const revoked = await find(bound, id);
  await tellOfKey(bound, { id, version: revoked?.version ?? version, now });
  return true;
}

interface ToldKey {
  readonly id: string;
  readonly version: number;
  readonly now: number;
}

/** The view is told of keys as of all else: query apps check them there. */
export async function tellOfKey(
  { run, statements }: Running,
  { id, version, now }: ToldKey,
): Promise<void> {
  const row = { kind: 'key', subject: id, version, writes: [], beforeKeys: null, createdAt: now };
  await run(statements.outbox.insert, { rows: [row] });
}

/** Of these keys, what the view is told. */
export async function keyEvents(
  { run, statements }: Running,
  ids: readonly string[],
): Promise<KeyChanged[]> {
  if (ids.length === 0) return [];
  const rows = await run<KeyRow>(statements.accessKeys.byIds, { ids });
  const keys = new Map(rows.map((row) => [row.id, accessKeyOf(row)]));
  return ids.flatMap((id): KeyChanged[] => {
    const key = keys.get(id);
    return key === undefined ? [] : [{ kind: 'key', id, version: key.version, key }];
  });
}

const keyOf = (row: KeyRow): KnownAccessKey => ({
  ...accessKeyOf(row),
  ...{ name: row.name, createdAt: Number(row.created_at) },
});

function accessKeyOf(row: KeyRow): AccessKey {
  const { id, hash, former_hash: former, role, subject } = row;
  const expiresAt = Number(row.expires_at);
  return {
    ...{ id, hash, role, subject },
    former: former === null ? null : { hash: former, until: Number(row.former_until) },
    scopes: row.scopes.split(' ').filter((scope): scope is Scope => scope !== ''),
    expiresAt: expiresAt === 0 ? null : expiresAt,
    revoked: Number(row.revoked_at) !== 0,
    version: Number(row.version),
  };
}
