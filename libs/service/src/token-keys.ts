/** The key pairs that sign access tokens (Ed25519): made of seeds of 32 bytes, which anybody can make and any place can keep. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

export interface TokenKey {
  /** The key's own thumbprint (RFC 7638), so that all processes call it the same. */
  readonly id: string;
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
  /** As others may know it. */
  readonly jwk: JWK;
}

export const seedBytes = 32;

/** What stands in front of the seed in a private key (RFC 8410). */
const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed in base64 or base64url; `isSeed` tells whether it is one */
export async function tokenKeyOf(seed: string): Promise<TokenKey> {
  const bytes = Buffer.from(seed, 'base64');
  const der = Buffer.concat([prefix, bytes]);
  const signing = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const verifying = createPublicKey(signing);
  const jwk = await exportJWK(verifying);
  const id = await calculateJwkThumbprint(jwk);
  return { id, signing, verifying, jwk: { ...jwk, kid: id, alg: 'EdDSA', use: 'sig' } };
}

export const isSeed = (text: string) =>
  /^[A-Za-z0-9+/_-]+=?$/.test(text) && Buffer.from(text, 'base64').length === seedBytes;
