/** Uploads on their way into the catalogue: one at a time, in the order in which they came, and on from where a crash left them. */
import { Rejected, StoreUnavailable } from '@marquee/contracts';
import type { Logger } from '@marquee/service';
import type { StoredImport } from '@marquee/write-store';
import type { BatchDeps } from '../movies/batch-parts.js';
import { type Lease, leaseOf } from '../relay/lease.js';
import { startLoop } from '../relay/loop.js';
import { type ImportFolder, importFolder } from './import-folder.js';
import { ImportLost, runImport } from './run-import.js';

/** What the routes need of it. */
export interface ImportQueue {
  readonly folder: ImportFolder;
  /** Of a body, unzipped. */
  readonly limitBytes: number;
  /** Takes an upload on; what it returns, to be called at its end. @throws {Rejected} `overloaded` when there are too many */
  enter(): () => void;
  /** There is something to import. */
  wake(): void;
}

export interface RunningImports {
  /** Resolves when the batch in hand is done. What is left goes on with the next start. */
  close(): Promise<void>;
}

export interface Imports extends ImportQueue {
  start(): RunningImports;
}

export interface ImportsOptions extends BatchDeps {
  readonly directory: string;
  readonly logger: Logger;
  readonly limitBytes?: number;
}

const GIB = 1_073_741_824;
/** Each is a file that is being written, or rows that are being checked. */
const MOST_UPLOADS = 8;
/** By which another process that sees the same folder knows that somebody is at work. */
const leaseTimes = { leaseMs: 6_000, renewMs: 2_000 };
const ASK_AGAIN_MS = 1_500;
const IDLE_MS = 10_000;
const GAP_MS = 50;

export function openImports({
  directory,
  logger,
  limitBytes = GIB,
  ...deps
}: ImportsOptions): Imports {
  const folder = importFolder(directory, deps.now);
  let uploads = 0;
  let wake = () => {};
  return {
    ...{ folder, limitBytes },
    enter() {
      if (uploads === MOST_UPLOADS) {
        throw new Rejected('overloaded', `${MOST_UPLOADS} uploads are under way already.`);
      }
      uploads += 1;
      return () => {
        uploads -= 1;
      };
    },
    wake: () => wake(),
    start() {
      const stop = new AbortController();
      const step = stepOf({ ...deps, logger, folder, signal: stop.signal });
      const loop = startLoop({ ...{ name: 'import', logger, gapMs: GAP_MS, step } });
      wake = loop.wake;
      return {
        async close() {
          stop.abort();
          await loop.close();
        },
      };
    },
  };
}

interface Step extends BatchDeps {
  readonly logger: Logger;
  readonly folder: ImportFolder;
  readonly signal: AbortSignal;
}

/** Imports what comes next; returns after how many milliseconds to look again. */
function stepOf({ folder, signal, logger, ...deps }: Step): () => Promise<number> {
  const { now, writeStore } = deps;
  const { tasks, imports } = writeStore;

  const run = async (lease: Lease, next: StoredImport) => {
    const hold = async () => {
      if (!(await lease.hold())) throw new ImportLost();
    };
    const { id, bytes } = next;
    logger.info({ import: id, bytes, rows: next.rows }, 'import begins');
    try {
      if (await runImport(deps, next, { folder, hold, signal }))
        logger.info({ import: id }, 'import is done');
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      if (error instanceof ImportLost)
        return logger.info({ import: id }, 'another goes on with it');
      logger.error({ import: id, err: error }, 'import failed');
      const detail = isMissing(error) ? 'Its file is gone.' : 'It could not be read to its end.';
      const end = { state: 'failed', bytesRead: next.bytesRead, detail, now: now() } as const;
      await imports.end(id, end);
      await folder.remove(id);
    }
  };

  return async () => {
    const name = await folder.name();
    if (name === null) return IDLE_MS;
    const unfinished = await imports.unfinished(name);
    await folder.sweep(new Set(unfinished.map(({ id }) => id)));
    const [next] = unfinished;
    if (next === undefined || signal.aborted) return IDLE_MS;
    const lease = leaseOf(tasks, `imports:${name}`, now, leaseTimes);
    if (!(await lease.hold())) return ASK_AGAIN_MS;
    await run(lease, next).finally(() => lease.release());
    return 0;
  };
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
