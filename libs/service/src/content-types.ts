/** JSON bodies only, by exact MIME type, as well-formed UTF-8. */
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance } from 'fastify';

const json = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;
const mergePatch = /^application\/merge-patch\+json\s*(;\s*charset="?utf-8"?\s*)?$/i;

export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', async (request) => {
    const type = request.headers['content-type'];
    if (type === undefined || json.test(type)) return;
    if (request.method === 'PATCH' && mergePatch.test(type)) return;
    const expected =
      request.method === 'PATCH'
        ? 'application/merge-patch+json or application/json'
        : 'application/json';
    throw new Rejected('unsupported-media-type', `The content type must be ${expected}.`);
  });
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => parseJson(body),
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    const detail =
      error instanceof SyntaxError ? 'The body is not valid JSON.' : 'The body is not valid UTF-8.';
    throw new Rejected('invalid-json', detail, [{ pointer: '', code: 'invalid-json', detail }]);
  }
}
