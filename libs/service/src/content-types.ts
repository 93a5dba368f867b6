/** JSON bodies only, and forms where a route says so; by exact MIME type, as well-formed UTF-8. */
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const json = /^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const form = /^application\/x-www-form-urlencoded[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const mergePatch = /^application\/merge-patch\+json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;

/** Deeper values are nothing of ours, and would overflow the stack of what walks through them. */
const maxDepth = 64;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route takes forms too. */
    acceptsForm?: boolean;
  }
}

export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', async (request, reply) => {
    if (!hasBody(request)) return;
    if (isCoded(request)) {
      reply.header('accept-encoding', 'identity'); // RFC 9110 (15.5.16): it is the coding that is wrong
      throw new Rejected('unsupported-media-type', 'The body must not be compressed.');
    }
    if (!isAcceptable(request)) {
      const detail = `The content type must be ${expectedBy(request)}application/json.`;
      throw new Rejected('unsupported-media-type', detail);
    }
  });
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => (body.length === 0 ? undefined : parseJson(body)),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => parseForm(body),
  );
}

function expectedBy(request: FastifyRequest): string {
  if (acceptsForm(request)) return 'application/x-www-form-urlencoded or ';
  return acceptsPatch(request) ? 'application/merge-patch+json or ' : '';
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
  if (acceptsForm(request) && form.test(type)) return true;
  return json.test(type) || (acceptsPatch(request) && mergePatch.test(type));
}

const isCoded = ({ headers }: FastifyRequest) =>
  !/^(identity)?$/i.test(headers['content-encoding'] ?? '');

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
