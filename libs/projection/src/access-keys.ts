/**
 * `access_keys`
 * question: may whoever brings this key read, as whom, and what?
 * key: (key_id)
 * order: none
 * growth: one row for each key of a machine there ever was; revoked ones say so
 * writer: the projector alone, at the key's version
 */
import type { AccessKey, KeyChanged } from '@marquee/contracts';
import type { PutRowById } from './mutation.js';

export function accessKeys({ id, version, key }: KeyChanged): PutRowById {
  return { table: 'accessKeys', id, version, json: keyJsonOf(key) };
}

/** Field by field: what else the write model holds of a key is for administrators alone. */
function keyJsonOf({ id, hash, former, role, subject, scopes, ...state }: AccessKey): string {
  const { expiresAt, revoked, version } = state;
  const key: AccessKey = {
    ...{ id, hash, former: former && { hash: former.hash, until: former.until } },
    ...{ role, subject, scopes, expiresAt, revoked, version },
  };
  return JSON.stringify(key);
}
