/** A server to be measured beside ours: a process of its own, on the core of the server that is measured. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@marquee/testing';
import { pin, SERVER_CORE } from './cores.js';

export interface Rival {
  readonly url: string;
  readonly pid: number;
  /** Asks the process itself; resolves with its reply. */
  ask<T>(question: object): Promise<T>;
  close(): Promise<void>;
}

/**
 * Runs `rivals/<name>.js` with `settings`, which it reads by `rivalSettings`; resolves when it says that it listens.
 * Production mode, as ours. `isAlone`: it has a core for itself.
 */
export async function startRival(
  name: string,
  settings: object,
  { isAlone = true }: { readonly isAlone?: boolean } = {},
): Promise<Rival> {
  const port = await freePort();
  const file = fileURLToPath(new URL(`../rivals/${name}.js`, import.meta.url));
  const child = fork(file, {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  const listens = once(child, 'message');
  child.send({ ...settings, port });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(`${name} ended with ${code}`));
  await Promise.race([listens, ended]);
  ended.catch(() => undefined); // from now on it ends when it is told to
  if (isAlone) pin(pid, SERVER_CORE);
  return {
    url: `http://127.0.0.1:${port}`,
    pid,
    async ask(question) {
      child.send(question);
      const [reply] = await once(child, 'message');
      return reply;
    },
    async close() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
