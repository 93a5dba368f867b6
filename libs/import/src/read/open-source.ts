/** The bytes of an input, unzipped where they are gzip, and how far they are read. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface Source {
  /** As the user named it; `-` is standard input. */
  readonly name: string;
  /** Absolute; `null` for standard input. */
  readonly path: string | null;
  /** Bytes as stored; `null` when it cannot be told. */
  readonly size: number | null;
  readonly modifiedAtMs: number;
  open(): OpenSource;
}

export interface OpenSource {
  /** Unzipped. A damaged end shows as `DamagedSource`, after all that could be read. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Of the stored bytes. */
  bytesRead(): number;
}

/** The compressed data end or break in the middle. */
export class DamagedSource extends Error {
  override name = 'DamagedSource';
}

/** @throws when there is no such file, or it is a directory */
export async function findSource(name: string): Promise<Source> {
  if (name === '-') {
    const open = () => read(process.stdin);
    return { name, path: null, size: null, modifiedAtMs: 0, open };
  }
  const path = resolve(name);
  const found = await stat(path);
  if (found.isDirectory()) throw new Error(`${name} is a directory: name the files in it`);
  return {
    name,
    path,
    size: found.isFile() ? found.size : null,
    modifiedAtMs: found.mtimeMs,
    open: () => read(createReadStream(path, { highWaterMark: 64 * 1_024 })),
  };
}

function read(stream: Readable): OpenSource {
  let count = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of stream) {
      count += chunk.length;
      yield chunk;
    }
  }
  return { bytes: unzipped(counted()), bytesRead: () => count };
}

async function* unzipped(stored: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await atLeast(stored, 2);
  const whole = chain(first, stored);
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const output = new PassThrough({ highWaterMark: 64 * 1_024 });
  // The callback keeps an error from being thrown at large; the loop below meets it too.
  pipeline(whole, createGunzip({ chunkSize: 64 * 1_024 }), output, () => undefined);
  try {
    yield* output;
  } catch (error) {
    throw isZlibError(error) ? new DamagedSource(`gzip: ${error.message}`) : error;
  }
}

async function atLeast(chunks: AsyncGenerator<Buffer>, length: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < length) {
    const next = await chunks.next();
    if (next.done === true) break;
    bytes = Buffer.concat([bytes, next.value]);
  }
  return bytes;
}

async function* chain(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

/** The compressed data are damaged, or end too soon. */
export const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
