/**
 * The folder where uploads wait until they are imported. It has a name of its own, by which the write store tells whose they are:
 * an import belongs to the apps that see its file.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rejected, StoreUnavailable } from '@marquee/contracts';
import { type ByteSums, measuredBytes } from '../measured-bytes.js';

export interface ImportFolder {
  /** `null` before the first upload into it. */
  name(): Promise<string | null>;
  /**
   * Stores an upload, safe from a crash when this resolves; nothing of it stays where it fails.
   * @throws {Rejected} `insufficient-storage`, and what reading throws
   * @throws {StoreUnavailable} where the folder cannot be written
   */
  receive(id: string, bytes: AsyncIterable<Buffer>): Promise<ByteSums>;
  open(id: string): { readonly bytes: AsyncIterable<Buffer>; bytesRead(): number };
  remove(id: string): Promise<void>;
  /** Removes what nobody will import: uploads that a crash cut off, and files but those of `ids`. */
  sweep(ids: ReadonlySet<string>): Promise<void>;
}

/** Longer than an upload pauses, or waits for the write store: what nobody touched since is left over. */
const LEFT_OVER_MS = 120_000;
const NAME_FILE = 'folder-name';
const ours = /^([0-9a-f-]{36})\.(ndjson|part)$/;

export function importFolder(directory: string, now: () => number): ImportFolder {
  const fileOf = (id: string) => join(directory, `${id}.ndjson`);
  return {
    name: () => readName(directory),
    async receive(id, bytes) {
      const part = join(directory, `${id}.part`);
      try {
        await prepare(directory);
        const received = await store(part, bytes);
        await rename(part, fileOf(id));
        await sync(directory);
        return received;
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw refusalOf(error);
      }
    },
    open(id) {
      const stream = createReadStream(fileOf(id), { highWaterMark: 64 * 1_024 });
      return { bytes: stream, bytesRead: () => stream.bytesRead };
    },
    remove: (id) => rm(fileOf(id), { force: true }),
    async sweep(ids) {
      for (const file of await readdir(directory)) {
        const [, id] = ours.exec(file) ?? [];
        if (id === undefined || ids.has(id)) continue;
        const path = join(directory, file);
        const touchedAt = await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => now(),
        );
        if (now() - touchedAt > LEFT_OVER_MS) await rm(path, { force: true });
      }
    },
  };
}

async function readName(directory: string): Promise<string | null> {
  const text = await readFile(join(directory, NAME_FILE), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw new StoreUnavailable('the folder of imports cannot be read', { cause: error });
  });
  return text === null ? null : text.trim();
}

/** Of two apps that come at the same moment the first one names it. */
async function prepare(directory: string): Promise<void> {
  if ((await readName(directory)) !== null) return;
  await mkdir(directory, { recursive: true });
  const draft = join(directory, `${NAME_FILE}.${process.pid}`);
  await writeFile(draft, `${randomBytes(8).toString('hex')}\n`, { flush: true });
  if ((await readName(directory)) === null) await rename(draft, join(directory, NAME_FILE));
  else await rm(draft, { force: true });
}

async function store(part: string, bytes: AsyncIterable<Buffer>): Promise<ByteSums> {
  const file = await open(part, 'wx', 0o600);
  const { pieces, sums } = measuredBytes(bytes);
  try {
    // One piece is written before the next one is read: whoever sends faster waits.
    for await (const piece of pieces) await file.appendFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
  return sums();
}

async function sync(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Rejected) return error;
  if (error instanceof StoreUnavailable) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Rejected('insufficient-storage');
  return new StoreUnavailable('the folder of imports cannot be written', { cause: error });
}
