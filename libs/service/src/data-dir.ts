/** What an embedded installation keeps beside its stores: made on the first start, readable by its owner alone. */
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.js';
import { isSeed, seedBytes, type TokenKey, tokenKeyOf } from './token-keys.js';

/** The administrator's token: the setting, else the one in `DATA_DIR/admin.token`. */
export function adminTokenOf(settings: Settings): string {
  return settings.adminToken ?? secretFile(settings.dataDir, 'admin.token', () => token(24));
}

/** The keys that seal cursors and tokens, newest first: the setting, else those in `DATA_DIR/cursor.keys`. */
export function cursorKeysOf(settings: Settings): readonly string[] {
  if (settings.cursorKeys.length > 0) return settings.cursorKeys;
  return linesOf(secretFile(settings.dataDir, 'cursor.keys', () => token(32)));
}

/** The keys that sign access tokens, newest first: the setting, else those in `DATA_DIR/token.keys`. */
export async function tokenKeysOf(settings: Settings): Promise<readonly TokenKey[]> {
  const seeds =
    settings.tokenKeys.length > 0
      ? settings.tokenKeys
      : linesOf(secretFile(settings.dataDir, 'token.keys', () => token(seedBytes)));
  if (!seeds.every(isSeed))
    throw new Error(`token.keys must have ${seedBytes} bytes in base64 each`);
  return await Promise.all(seeds.map(tokenKeyOf));
}

const linesOf = (text: string) => text.split(/[\s,]+/).filter((line) => line !== '');

const token = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Reads a secret, or makes it; two processes that make it at once end with the same one, whole. */
function secretFile(directory: string, name: string, make: () => string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, name);
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, `${make()}\n`, { mode: 0o600, flush: true });
    try {
      linkSync(draft, file); // fails where another process was first
    } catch {
      if (!existsSync(file)) copyFileSync(draft, file); // a file system without hard links
    } finally {
      rmSync(draft, { force: true });
    }
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret === '') throw new Error(`${file} is empty: delete it, and a new one is made`);
  return secret;
}
