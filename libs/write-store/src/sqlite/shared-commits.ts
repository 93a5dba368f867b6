/**
 * Lets writers who wait for each other share one transaction: the disk is synced once for all of them, which takes longer than
 * what most of them write.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { type Connection, LostRace } from '../engine.js';
import { translated } from './errors.js';

/** Nothing else of the process runs while a transaction does: one that is under way takes nobody in after so many, or so long. */
const MAX_MEMBERS = 16;
const MAX_JOINING_MS = 10;

type Work<T> = (connection: Connection) => Promise<T>;

/** Runs work in a transaction of its own that commits, or throws and leaves nothing. */
export type Transaction = (work: Work<readonly Answer[]>) => Promise<readonly Answer[]>;

/** Called once it is committed. */
type Answer = () => void;

interface Waiting {
  /** Runs it and undoes it where it fails. */
  readonly join: (connection: Connection) => Promise<Answer>;
  readonly reject: (error: unknown) => void;
}

/**
 * Each work is undone alone where it throws, or where it is not to be kept; whatever comes of it, its caller hears of it when the
 * transaction is committed, since it may have seen what others wrote there.
 */
export function sharedCommits(transaction: Transaction) {
  const waiting: Waiting[] = [];
  let isUnderway = false;

  async function commitAll(): Promise<void> {
    isUnderway = true;
    while (waiting.length > 0) {
      // A commit holds up the process: whoever has sent a request meanwhile is read first, and joins.
      await turn();
      await commitNext();
    }
    isUnderway = false;
  }

  async function commitNext(): Promise<void> {
    const members: Waiting[] = [];
    try {
      const answers = await transaction(async (connection) => {
        const done: Answer[] = [];
        const startedAt = performance.now();
        for (let next = waiting.shift(); next !== undefined; ) {
          members.push(next);
          done.push(await next.join(connection));
          const isFull = members.length >= MAX_MEMBERS;
          next =
            isFull || performance.now() > startedAt + MAX_JOINING_MS ? undefined : waiting.shift();
        }
        return done;
      });
      for (const answer of answers) answer();
    } catch (error) {
      // Where it could not even begin, it would not for those who wait, either.
      for (const { reject } of [...members, ...(members.length === 0 ? waiting.splice(0) : [])]) {
        reject(error);
      }
    }
  }

  return async <T>(keeps: boolean, work: Work<T>): Promise<T> =>
    await new Promise<T>((resolve, reject) => {
      const join = async (connection: Connection): Promise<Answer> => {
        await connection.run('SAVEPOINT member');
        try {
          const value = await work(connection);
          await (keeps ? connection.run('RELEASE member') : undo(connection));
          return () => resolve(value);
        } catch (error) {
          const failure = translated(error);
          // Where it ended the whole transaction, it is the only one that is to blame.
          await undo(connection).catch((cause: unknown) => {
            reject(failure);
            throw new LostRace('another writer ended the shared transaction', { cause });
          });
          return () => reject(failure);
        }
      };
      waiting.push({ join, reject });
      if (!isUnderway) void commitAll();
    });
}

async function undo({ run }: Connection): Promise<void> {
  await run('ROLLBACK TO member');
  await run('RELEASE member');
}
