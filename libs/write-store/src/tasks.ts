/** What one process does at a time: a lease, and how far the task has come. */
import type { Transact } from './make-store.js';
import type { Wide } from './rows.js';

export interface Tasks {
  /**
   * Takes a task that nobody holds, or holds it for longer. Returns its progress as it was kept last, `null` inside when it was
   * never begun; or `null` where somebody else holds it.
   */
  take(
    name: string,
    lease: TaskLease & { readonly now: number },
  ): Promise<{ readonly progress: object | null } | null>;
  /** Notes how far it has come, and holds it for longer. False when it was lost to somebody else, who goes on by then. */
  keep(name: string, lease: TaskLease & { readonly progress: object | null }): Promise<boolean>;
  /** Lets others have it; its progress stays. */
  release(name: string, holder: string): Promise<void>;
  /** Its progress, whoever holds it. */
  read(name: string): Promise<object | null>;
}

export interface TaskLease {
  /** One name a process. */
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export interface TaskStatements {
  /** @name → holder, held_until, progress */
  readonly read: string;
  /** @name, @holder, @until, @now, @farthest → progress */
  readonly take: string;
  /** @name, @holder, @until */
  readonly insert: string;
  /** @name, @holder, @until, @progress → name */
  readonly keep: string;
  /** @name, @holder */
  readonly release: string;
}

interface Row {
  readonly holder: string;
  readonly held_until: Wide;
  readonly progress: string;
}

export function tasksOf(transact: Transact): Tasks {
  return {
    take: (name, { holder, until, now }) =>
      transact('write', async ({ run, statements: { tasks } }) => {
        // Held for much longer than it is asked for now: by a clock that has been set back since.
        const farthest = until + (until - now);
        const [taken] = await run<Row>(tasks.take, { name, holder, until, now, farthest });
        if (taken !== undefined) return { progress: JSON.parse(taken.progress) };
        if ((await run(tasks.read, { name })).length > 0) return null;
        // Whoever loses the race for the key runs again, and finds it taken.
        await run(tasks.insert, { name, holder, until });
        return { progress: null };
      }),
    keep: (name, { holder, until, progress }) =>
      transact('write', async ({ run, statements: { tasks } }) => {
        const kept = { name, holder, until, progress: progress ?? 'null' };
        return (await run(tasks.keep, kept)).length === 1;
      }),
    release: (name, holder) =>
      transact('write', async ({ run, statements: { tasks } }) => {
        await run(tasks.release, { name, holder });
      }),
    read: (name) =>
      transact('write', async ({ run, statements: { tasks } }) => {
        const [row] = await run<Row>(tasks.read, { name });
        return row === undefined ? null : JSON.parse(row.progress);
      }),
  };
}
