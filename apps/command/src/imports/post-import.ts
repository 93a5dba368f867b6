import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Import, Rejected } from '@marquee/contracts';
import { checkProvider } from '@marquee/domain';
import { callerOf, invalidInput } from '@marquee/service';
import type { NewImport, StoredImport } from '@marquee/write-store';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import { acceptedResponses, dryRunQuery, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendAccepted } from '../send-written.js';
import { keyedOnce, type WriteRequest, writeAs, writeRequestOf } from '../write-as.js';
import { bodyBytes } from './body-bytes.js';
import { rehearseImport } from './rehearse-import.js';
import { importAsRead } from './shown-import.js';

/** Of one folder. */
const MOST_WAITING = 100;

const responses = acceptedResponses(
  { description: 'It is stored, and is imported after those that came before it.', body: Import },
  'insufficient-storage',
);

const schema = {
  operationId: 'postImport',
  summary: 'Uploads many movies',
  description:
    'NDJSON: each line is a `MovieInput`, a row of the Wikipedia movie data, or a movie as the API of TMDB has it. Up to 1 GiB ' +
    '(uncompressed; `Content-Encoding: gzip` is welcome), read at the pace of the disk. The body is stored first: it is accepted whole or not at all, and then ' +
    'goes on to its end whatever happens. Rows are saved as those of `POST /movies/batch`, with the rights of the caller, in order: a row ' +
    'that names its movie by `id`, `tmdbId` or `imdbId` makes or replaces it; any other is known by its content, and uploaded ' +
    'again it changes nothing. What is wrong in a row refuses that row alone. `GET /imports/{id}` tells how far it is. With ' +
    '`dryRun` every row is checked while it arrives, and the answer is the report; rows further than 100 apart do not see each other.',
  tags: ['imports'],
  security: secured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  consumes: ['application/x-ndjson', 'application/ndjson'],
  body: Type.String({
    examples: ['{"title":"Stalker","year":1979}\n{"title":"Mirror","year":1975}\n'],
  }),
  response: {
    ...responses,
    202: {
      ...responses[202],
      headers: {
        ...responses[202].headers,
        Location: { type: 'string', description: 'Where to ask how far it is.' },
      },
    },
  },
};

export const postImportRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  const { folder, limitBytes, enter } = deps.imports;
  app.addHook('onRequest', async (request) => {
    checkProvider(callerOf(request));
    if (Number(request.headers['content-length'] ?? '0') > limitBytes)
      throw new Rejected('body-too-large');
  });
  const config = { acceptsRows: true };
  app.post('/imports', { schema, config }, async (request, reply) => {
    const body: unknown = request.body;
    if (!(body instanceof Readable)) throw noBody();
    const asked = writeRequestOf(request);
    const isGzip = /gzip/i.test(request.headers['content-encoding'] ?? '');
    const leave = enter();
    try {
      const bytes = bodyBytes(body, { isGzip, limitBytes });
      if (asked.dryRun) {
        const report = await rehearseImport(deps, bytes, asked.caller);
        if (report.bytes === 0) throw noBody();
        return sendAccepted(reply, { value: report, token: null, replayed: false });
      }
      await refuseTooMany(deps);
      const id = deps.newId();
      const file = await folder.receive(id, bytes);
      const keep = async () => {
        if (file.bytes === 0) throw noBody();
        const idempotency = await keyedOnce(
          request,
          { caller: asked.caller.id },
          async () => file.digest,
        );
        return await accept(deps, { ...file, id }, { ...asked, idempotency });
      };
      const written = await keep().catch(async (error) => {
        await folder.remove(id);
        throw error;
      });
      if (written.replayed) await folder.remove(id);
      else deps.imports.wake();
      return sendAccepted(reply.header('location', `/imports/${written.value.id}`), written);
    } finally {
      leave();
    }
  });
};

async function refuseTooMany({ imports: { folder }, writeStore }: CommandDeps): Promise<void> {
  const name = await folder.name();
  if (name === null || (await writeStore.imports.unfinished(name)).length < MOST_WAITING) return;
  throw new Rejected('overloaded', `${MOST_WAITING} imports wait already.`);
}

async function accept(
  deps: CommandDeps,
  file: Pick<NewImport, 'id' | 'bytes' | 'digest'>,
  asked: WriteRequest,
) {
  const { id: providerId, role, origin } = asked.caller;
  const folder = await deps.imports.folder.name();
  if (role === 'viewer' || folder === null) throw new Rejected('forbidden');
  const upload: NewImport = { ...file, folder, providerId, role, origin: origin ?? null };
  return await writeAs(deps, asked, async (tx, createdAt) => {
    await tx.createImport(upload);
    return importAsRead({ ...upload, ...beginning, createdAt }, []);
  });
}

const beginning: Omit<StoredImport, keyof NewImport | 'createdAt'> = {
  ...{ state: 'waiting', detail: null, startedAt: null, endedAt: null },
  ...{ bytesRead: 0, rows: 0, accepted: 0, replaced: 0, unchanged: 0, refused: 0 },
};

const noBody = () =>
  invalidInput([{ pointer: '', code: 'required', detail: 'A body is required.' }]);
