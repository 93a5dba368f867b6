import { randomBytes } from 'node:crypto';
import { uuidV7 } from '@marquee/domain';

/** The id of something made now: a version 7 UUID. */
export const newId = (): string => uuidV7(Date.now(), randomBytes(10));

/** The id of a write: 22 characters of base64url. */
export const newWrite = (): string => randomBytes(16).toString('base64url');
