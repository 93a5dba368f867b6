/** A process of its own that puts load on servers, on another core than theirs where there are several. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClosedLoad, ClosedLoadResult, ExpectedAnswer } from './closed-load.js';
import { LOAD_CORE, pin } from './cores.js';
import type { LoadOrder } from './load-process.js';

export interface LoadGenerator {
  /** One load at a time. @throws when an answer is not what it must be */
  run(load: Omit<ClosedLoad, 'answers' | 'from'>): Promise<ClosedLoadResult>;
  close(): void;
}

/** Asks for these answers in turn, and goes on with the next one in the next run. */
export async function startLoadGenerator(
  answers: readonly ExpectedAnswer[],
): Promise<LoadGenerator> {
  const child = fork(fileURLToPath(new URL('./load-process.js', import.meta.url)));
  if (child.pid !== undefined) pin(child.pid, LOAD_CORE);
  const order = async (message: LoadOrder): Promise<ClosedLoadResult> => {
    child.send(message);
    const [reply] = await once(child, 'message');
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.result;
  };
  const directory = mkdtempSync(join(tmpdir(), 'marquee-load-'));
  const file = join(directory, 'answers.json');
  try {
    writeFileSync(file, JSON.stringify(answers));
    await order({ expect: file });
  } finally {
    rmSync(directory, { recursive: true });
  }
  let from = 0;
  return {
    async run(load) {
      const result = await order({ load: { ...load, from } });
      from = result.next;
      return result;
    },
    close: () => void child.kill(),
  };
}
