import { randomBytes } from 'node:crypto';
import { uuidV7 } from '@marquee/domain';

export const newId = (now: number) => uuidV7(now, randomBytes(10));
