import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected, uuid } from '@marquee/contracts';
import { checkProvider } from '@marquee/domain';
import { type Caller, callerOf, problemResponses } from '@marquee/service';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import { secured } from '../command-schemas.js';
import { privateHeaders, queryOf } from '../reads/private-answer.js';
import { changesAfter } from './changes-after.js';
import { exportBytes } from './export-bytes.js';
import { type ExportKind, type ExportSelection, exportKinds } from './export-rows.js';

/** More would take the store from those who write. */
const EXPORTS_AT_ONCE = 2;

const query = queryOf({
  kind: Type.Optional(
    Type.Unsafe<ExportKind>({
      ...{ type: 'string', enum: [...exportKinds], default: 'movies' },
      description: 'What to export. Movies name the actors of their casts, with their ids.',
    }),
  ),
  provider: Type.Optional(
    uuid({ description: 'Only what this provider made; for providers always their own.' }),
  ),
});

const headers = {
  'Changes-After': {
    type: 'string',
    description:
      'What `GET /changes` takes as `after` to go on from this file; left out while the view cannot tell.',
  },
  'Content-Disposition': { type: 'string', description: 'A name for the file.' },
  'Content-Encoding': { type: 'string', description: '`gzip` where the caller takes it.' },
  'View-Lag': { type: 'integer', description: 'Always 0.' },
  'X-Request-Id': { type: 'string', description: 'Names this request, in our logs too.' },
};

/** As JSON Schema alone, since what is sent is a stream. */
const lines: object = {
  type: 'string',
  description: 'A `MovieInput` or `ActorInput` in each line.',
};

const schema = {
  operationId: 'exportCatalogue',
  summary: 'The catalogue as a file that can be imported again',
  description:
    'NDJSON: each line is a movie as it is written (`MovieInput`, with its id; with `kind=actors` an actor), in the order of the ids, ' +
    'without what is absent. Everything that was there at the beginning and still is at the end is in it, each movie at one version. ' +
    'The trailers `Export-Rows` and `Export-SHA256` tell how many lines and which bytes (before compression) the file must have. ' +
    'Administrators get all of it, providers what they made.',
  tags: ['exports'],
  security: secured,
  querystring: query,
  headers: privateHeaders,
  response: {
    200: {
      description: 'The file.',
      headers,
      content: { 'application/x-ndjson': { schema: lines } },
    },
    ...problemResponses(
      ...(['invalid-input', 'invalid-token', 'unauthorized', 'forbidden'] as const),
      ...(['unavailable', 'overloaded', 'headers-too-large'] as const),
    ),
  },
};

export const exportRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  let running = 0;
  app.get('/export', { schema }, async (request, reply) => {
    const { kind = 'movies', provider } = request.query;
    const selection = { kind, provider: providerOf(callerOf(request), provider) };
    if (running >= EXPORTS_AT_ONCE) throw new Rejected('overloaded');
    running += 1;
    const after = await changesAfter(deps.feed, deps.sealer).catch((error: unknown) => {
      running -= 1;
      throw error;
    });
    const { bytes, sums } = exportBytes(deps.writeStore, selection);
    reply
      .headers({ 'cache-control': 'private, no-store', vary: 'Accept-Encoding', 'view-lag': 0 })
      .header('content-disposition', `attachment; filename="${kind}.ndjson"`)
      .type('application/x-ndjson');
    if (after !== null) reply.header('changes-after', after);
    reply.trailer('export-rows', async () => String(sums().rows));
    reply.trailer('export-sha256', async () => sums().sha256);
    const file = Readable.from(bytes, { objectMode: false });
    file.once('close', () => {
      running -= 1;
    });
    if (negotiate(request.headers['accept-encoding'] ?? '', ['gzip']) === null)
      return reply.send(file);
    reply.header('content-encoding', 'gzip');
    // When either ends, so does the other; what went wrong ends the answer.
    return reply.send(pipeline(file, createGzip(), () => {}));
  });
};

/** @throws {Rejected} `forbidden` */
function providerOf(caller: Caller, asked: string | undefined): ExportSelection['provider'] {
  checkProvider(caller);
  const provider = asked?.toLowerCase() ?? null;
  if (caller.role === 'administrator') return provider;
  if (provider !== null && provider !== caller.id)
    throw new Rejected('forbidden', 'Providers export what they made.');
  return caller.id;
}
