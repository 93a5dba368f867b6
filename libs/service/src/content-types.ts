/** JSON bodies only, and forms or streams of rows where a route says so; by exact MIME type, as well-formed UTF-8. */
import type { Readable } from 'node:stream';
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const json = /^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const form = /^application\/x-www-form-urlencoded[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const ndjson = /^application\/(x-)?ndjson[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const mergePatch = /^application\/merge-patch\+json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** Deeper values are nothing of ours, and would overflow the stack of what walks through them. */
const maxDepth = 64;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route takes forms too. */
    acceptsForm?: boolean;
    /** Whether the route takes NDJSON and nothing else, as a stream; perhaps as gzip, which it unzips itself. */
    acceptsRows?: boolean;
  }
}

export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', async (request, reply) => {
    if (!isRead(request)) return;
    if (!isPlain(request)) {
      // RFC 9110 (15.5.16): it is the coding that is wrong
      reply.header('accept-encoding', acceptsRows(request) ? 'gzip, identity' : 'identity');
      const detail = acceptsRows(request) ? 'be plain or gzip' : 'not be compressed';
      throw new Rejected('unsupported-media-type', `The body must ${detail}.`);
    }
    if (!isAcceptable(request)) {
      const detail = `The content type must be ${expectedBy(request)}.`;
      throw new Rejected('unsupported-media-type', detail);
    }
  });
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => (body.length === 0 ? undefined : parseJson(body)),
  );
  // No limit of Fastify's holds for streams: whoever reads one counts.
  app.addContentTypeParser(
    ['application/x-ndjson', 'application/ndjson'],
    async (_request: unknown, body: Readable) => body,
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => parseForm(body),
  );
}

function expectedBy(request: FastifyRequest): string {
  if (acceptsRows(request)) return 'application/x-ndjson';
  if (acceptsForm(request)) return 'application/x-www-form-urlencoded or application/json';
  return acceptsPatch(request)
    ? 'application/merge-patch+json or application/json'
    : 'application/json';
}

/** A body of `GET` or `HEAD` means nothing and is not read. */
const isRead = (request: FastifyRequest) =>
  request.method !== 'GET' && request.method !== 'HEAD' && hasBody(request);

export const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') !== 0;

function isAcceptable(request: FastifyRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  if (acceptsRows(request)) return ndjson.test(type);
  if (acceptsForm(request) && form.test(type)) return true;
  return json.test(type) || (acceptsPatch(request) && mergePatch.test(type));
}

function isPlain(request: FastifyRequest): boolean {
  const coding = request.headers['content-encoding'] ?? '';
  return /^(identity)?$/i.test(coding) || (acceptsRows(request) && /^(x-)?gzip$/i.test(coding));
}

const acceptsRows = (request: FastifyRequest) => request.routeOptions.config.acceptsRows === true;

const acceptsForm = (request: FastifyRequest) => request.routeOptions.config.acceptsForm === true;

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

/** Fields by name; one that is given twice becomes a list, which no schema of ours takes. */
function parseForm(body: Buffer): Record<string, unknown> {
  try {
    const fields = new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(body));
    const names = [...new Set(fields.keys())];
    return Object.fromEntries(
      names.map((name) => {
        const values = fields.getAll(name);
        return [name, values.length === 1 ? values[0] : values];
      }),
    );
  } catch {
    throw new Rejected('invalid-input', 'The body is not valid UTF-8.');
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
