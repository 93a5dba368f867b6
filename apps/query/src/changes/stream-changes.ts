/** `GET /changes/stream`: changes as they come, as server-sent events. */
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FeedPlace } from '@marquee/contracts';
import { openPlace, problemResponses, sealPlace } from '@marquee/service';
import { Type } from 'typebox';
import type { Reading } from '../query-deps.js';
import { queryOf } from '../query-schemas.js';
import { changeEvents } from './change-events.js';
import { changeParameters, kindsOf } from './change-parameters.js';

const schema = {
  operationId: 'streamChanges',
  summary: 'Streams what is changed',
  description:
    'The same as `GET /changes`, as server-sent events: `upsert` and `deletion`, the data of each one item of that list, its `id` the ' +
    'place after it. A client that connects again sends the last one back as `Last-Event-ID`, which counts more than `after`. A comment ' +
    'comes at least every 15 seconds. An event `expired` ends a stream whose place is kept no longer.',
  tags: ['changes'],
  headers: Type.Object({
    'last-event-id': Type.Optional(
      Type.String({
        maxLength: 8_192,
        description: 'The `id` of the last event that the client has.',
      }),
    ),
  }),
  querystring: queryOf(changeParameters),
  response: {
    200: {
      description: 'Events, until either side ends it.',
      headers: {
        'X-Request-Id': { type: 'string', description: 'Names this request, in our logs too.' },
      },
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    ...problemResponses(
      ...(['invalid-input', 'invalid-cursor', 'unauthorized', 'forbidden'] as const),
      ...(['changes-expired', 'rate-limited', 'view-behind', 'unavailable'] as const),
      ...(['overloaded', 'headers-too-large'] as const),
    ),
  },
};

/** Of chunks that wait for a client to take them. */
const BUFFER_BYTES = 65_536;

export const streamChangesRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  const { feed, sealer, streams } = reading;
  app.addHook('preClose', async () => streams.endAll());

  app.get('/changes/stream', { schema }, async (request, reply) => {
    const { query, headers } = request;
    const kinds = kindsOf(query.kinds);
    const place =
      placeIn('Last-Event-ID', headers['last-event-id']) ?? placeIn('after', query.after);
    // What has expired is to be said by the status.
    if (place !== null) await feed.read(place, 1);
    const from = place ?? (await feed.newest());
    reply
      .type('text/event-stream')
      .header('cache-control', 'private, no-store, no-transform')
      .header('x-accel-buffering', 'no')
      .header('connection', 'close'); // it is of no use when this has ended
    if (request.method === 'HEAD') return reply.send();
    const signal = streams.take(reply.raw);
    const events = changeEvents({
      ...{ feed, place: from, kinds, signal, heartbeatMs: streams.heartbeatMs },
      idOf: (place) => sealPlace(sealer, place),
      isAllowed: () => reading.mayStillRead(request, reply),
    });
    return reply.send(Readable.from(events, { objectMode: false, highWaterMark: BUFFER_BYTES }));
  });

  function placeIn(parameter: string, text: string | undefined): FeedPlace | null {
    return text === undefined || text === '' ? null : openPlace(sealer, text, parameter);
  }
};
