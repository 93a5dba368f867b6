/**
 * Passwords as hashes: argon2id, which costs memory and time on purpose. It is computed on Node's pool of threads, off the event loop;
 * few at a time, and a bounded number waits.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Rejected } from '@marquee/contracts';
import { hash, verify } from '@node-rs/argon2';

export interface Passwords {
  /** A PHC string, with a salt of its own. `before` runs when it is its turn: what it throws spares the work. */
  hash(password: string, before?: () => Promise<void>): Promise<string>;
  /** Against nobody's hash (`null`) it is never right, and takes as long. */
  isRight(password: string, known: string | null): Promise<boolean>;
  /** The same text for the same password and purpose, as dear to find the password from as its hash is. */
  fingerprint(password: string, purpose: string): Promise<string>;
}

export interface PasswordLimits {
  /** At the same time; Node's pool has four threads, which name look-ups and files need too. */
  readonly atOnce?: number;
  /** Those beyond are refused: 503 `overloaded`. */
  readonly waiting?: number;
}

/** 19 MiB and two passes: what OWASP recommends as the least. The algorithm is argon2id, the library's default. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const SALT_BYTES = 16;

/** Every call @throws {Rejected} `overloaded` where too many wait already */
export function createPasswords({ atOnce = 2, waiting = 200 }: PasswordLimits = {}): Passwords {
  const inTurn = turns(atOnce, waiting);
  let nobodys: Promise<string> | null = null;
  return {
    hash: (password, before = async () => {}) =>
      inTurn(async () => {
        await before();
        return await hash(normalised(password), cost);
      }),
    isRight: (password, known) =>
      inTurn(async () => {
        nobodys ??= hash(randomBytes(SALT_BYTES), cost);
        const isSame = await verify(known ?? (await nobodys), normalised(password));
        return known !== null && isSame;
      }),
    fingerprint: (password, purpose) =>
      inTurn(() => {
        const salt = createHash('sha256').update(purpose).digest().subarray(0, SALT_BYTES);
        return hash(normalised(password), { ...cost, salt });
      }),
  };
}

/** Keyboards write the same letter in different ways (NIST SP 800-63B, 5.1.1.2). */
const normalised = (password: string) => password.normalize('NFKC');

/** Runs so many at the same time, and lets so many wait, in the order of asking. */
function turns(atOnce: number, most: number) {
  let running = 0;
  const queue: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    else if (queue.length >= most) throw new Rejected('overloaded');
    else await new Promise<void>((resolve) => queue.push(resolve)); // whoever ends hands over its place
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
