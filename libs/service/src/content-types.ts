/** JSON bodies only, by exact MIME type, as well-formed UTF-8. */
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const json = /^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const mergePatch = /^application\/merge-patch\+json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** Deeper values are nothing of ours, and would overflow the stack of what walks through them. */
const maxDepth = 64;

export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', async (request, reply) => {
    if (!hasBody(request)) return;
    if (isCoded(request)) {
      reply.header('accept-encoding', 'identity'); // RFC 9110 (15.5.16): it is the coding that is wrong
      throw new Rejected('unsupported-media-type', 'The body must not be compressed.');
    }
    if (!isAcceptable(request)) {
      const expected = acceptsPatch(request) ? 'application/merge-patch+json or ' : '';
      const detail = `The content type must be ${expected}application/json.`;
      throw new Rejected('unsupported-media-type', detail);
    }
  });
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => (body.length === 0 ? undefined : parseJson(body)),
  );
}

/** A body of `GET` or `HEAD` means nothing and is not read. */
function hasBody({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return (
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') !== 0
  );
}

function isAcceptable(request: FastifyRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  return json.test(type) || (acceptsPatch(request) && mergePatch.test(type));
}

const isCoded = ({ headers }: FastifyRequest) =>
  !/^(identity)?$/i.test(headers['content-encoding'] ?? '');

const acceptsPatch = (request: FastifyRequest) => request.method === 'PATCH';

function parseJson(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isDeeperThan(maxDepth, value)) throw new RangeError();
    return value;
  } catch (error) {
    const detail = detailOf(error);
    throw new Rejected('invalid-json', detail, [{ pointer: '', code: 'invalid-json', detail }]);
  }
}

function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(depth - 1, inner));
}

function detailOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'The body is not valid JSON.';
  if (error instanceof RangeError) return `The body is nested deeper than ${maxDepth} levels.`;
  return 'The body is not valid UTF-8.';
}
