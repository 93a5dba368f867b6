import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Rejected } from '@marquee/contracts';
import { isZlibError } from '@marquee/import';

export interface BodyOptions {
  readonly isGzip: boolean;
  /** Of what it is unzipped. */
  readonly limitBytes: number;
}

/**
 * The bytes of a request's body, unzipped. The request can be answered, whatever happens: it is not destroyed, and what nobody wants
 * is read away.
 * @throws {Rejected} `body-too-large`; `invalid-input` where it ends before its end, or is no gzip
 */
export async function* bodyBytes(
  body: Readable,
  { isGzip, limitBytes }: BodyOptions,
): AsyncGenerator<Buffer> {
  const bytes = isGzip ? unzipped(body) : body;
  let length = 0;
  try {
    for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > limitBytes) throw new Rejected('body-too-large');
      yield chunk;
    }
  } catch (error) {
    throw refusalOf(error);
  } finally {
    if (isGzip) bytes.destroy();
    body.unpipe();
    body.resume();
  }
}

/** Ends with the body, also where that breaks off, which `pipe` would not tell. */
function unzipped(body: Readable): Readable {
  const gunzip = createGunzip({ chunkSize: 64 * 1_024 });
  const cutOff = () => gunzip.destroy(new Error('cut off'));
  body.once('error', cutOff).once('close', () => {
    if (!body.readableEnded) cutOff();
  });
  return body.pipe(gunzip);
}

function refusalOf(error: unknown): unknown {
  if (error instanceof Rejected || !(error instanceof Error)) return error;
  return new Rejected(
    'invalid-input',
    isZlibError(error)
      ? 'The body is not gzip, or not to its end.'
      : 'The body was cut off before its end.',
  );
}
