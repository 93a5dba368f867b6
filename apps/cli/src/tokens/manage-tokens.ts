/** Keys of machines, in the write store. */
import { newId } from '@marquee/command';
import type { Role, Scope } from '@marquee/contracts';
import {
  ADMINISTRATOR_ID,
  hashOfSecret,
  isAlive,
  machineKeyText,
  newSecret,
} from '@marquee/service';
import { openStores, type Stores } from '../open-stores.js';

export interface NewToken {
  readonly role: Role;
  readonly provider?: string;
  readonly name: string;
  /** In days. */
  readonly expires?: number;
  readonly scope?: readonly Scope[];
}

const dayMs = 86_400_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Prints the key itself on standard output, alone, and what there is to know about it on standard error. */
export async function createToken(options: NewToken): Promise<void> {
  const { role, name, expires, scope = [] } = options;
  const provider = options.provider?.toLowerCase();
  if (provider !== undefined && !uuid.test(provider)) throw new Error('--provider must be a UUID');
  if (name.length > 100) throw new Error('--name must have at most 100 characters');
  const id = newId();
  const secret = newSecret();
  const createdAt = Date.now();
  const expiresAt = expires === undefined ? null : createdAt + expires * dayMs;
  const subject = provider ?? (role === 'administrator' ? ADMINISTRATOR_ID : id);
  await withStores(({ writeStore }) =>
    writeStore.accessKeys.create({
      ...{ id, name, role, subject, createdAt, expiresAt, scopes: [...new Set(scope)] },
      hash: hashOfSecret(secret),
    }),
  );
  console.error(`Key ${id} acts as ${role} ${subject}. It is shown this once:`);
  console.log(machineKeyText({ id, secret }));
}

export interface Rotation {
  /** In days: how long the old secret stays good. */
  readonly overlap: number;
}

/** Prints the key with its new secret, as `createToken` does. */
export async function rotateToken(id: string, { overlap }: Rotation): Promise<void> {
  const secret = newSecret();
  const now = Date.now();
  const until = now + overlap * dayMs;
  const rotation = { hash: hashOfSecret(secret), until, now };
  const found = await withStores(({ writeStore }) => writeStore.accessKeys.rotate(id, rotation));
  if (!found) throw new Error(`There is no key ${id}, or it is revoked.`);
  const old = overlap === 0 ? 'ends now' : `is good until ${new Date(until).toISOString()}`;
  console.error(`Key ${id} has a new secret, and the old one ${old}. It is shown this once:`);
  console.log(machineKeyText({ id, secret }));
}

export async function listTokens(): Promise<void> {
  const keys = await withStores(({ writeStore }) => writeStore.accessKeys.list());
  const now = Date.now();
  for (const key of keys) {
    const { id, role, subject, name, revoked, expiresAt } = key;
    const ended = revoked ? 'revoked' : 'expired';
    const state = isAlive(key, now) ? 'in force' : ended;
    const until = expiresAt === null ? 'never' : new Date(expiresAt).toISOString().slice(0, 10);
    const narrowed = key.scopes.length === 0 ? 'all' : key.scopes.join(' ');
    console.log([id, state, role, subject, until, narrowed, name].join('\t'));
  }
  console.error(`${keys.length} keys: id, state, role, acts as, expires, scopes, name`);
}

export async function revokeToken(id: string): Promise<void> {
  const found = await withStores(({ writeStore }) => writeStore.accessKeys.revoke(id, Date.now()));
  if (!found) throw new Error(`There is no key ${id}.`);
  console.error(`Key ${id} is revoked.`);
}

async function withStores<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores();
  try {
    await stores.writeStore.check();
    return await work(stores);
  } finally {
    await stores.close();
  }
}
