import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { CompletedSession, pageOf, Rejected, uuid } from '@marquee/contracts';
import { callerOf } from '@marquee/service';
import { Type } from 'typebox';
import { startOf } from '../movie-list-query.js';
import { finishPage, sendPage } from '../page-answer.js';
import type { Reading } from '../query-deps.js';
import { DEFAULT_LIMIT, queryOf, readHeaders, responsesOf, secured } from '../query-schemas.js';
import { cursorParameters, cursorPlace, readSessions } from './session-cursors.js';
import { completedWalk } from './session-walks.js';

const schema = {
  operationId: 'listPlayerSessions',
  summary: 'Lists the completed sessions of a player',
  description:
    'Sessions of which both start and end were told, in whatever order; the newest first by their end, ties by session. They go ' +
    'a year (365.25 days) after the first of both. For the player and for administrators: others get 403.',
  tags: ['sessions'],
  security: secured,
  headers: readHeaders,
  params: Type.Object({ playerId: uuid({ description: 'Id of the player.' }) }),
  querystring: queryOf(cursorParameters),
  response: responsesOf(
    pageOf(CompletedSession),
    { description: 'A page of sessions; the total is not known.', isPage: true },
    'invalid-cursor',
  ),
};

export const listPlayerSessionsRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/players/:playerId/sessions', { schema }, async (request, reply) => {
    const playerId = request.params.playerId.toLowerCase();
    const { id, role } = callerOf(request);
    if (role !== 'administrator' && id !== playerId) {
      throw new Rejected('forbidden', 'They are the sessions of another player.');
    }
    const { limit = DEFAULT_LIMIT } = request.query;
    const list = `sessions of ${playerId}`;
    const start = startOf(request.query, reading.sealer, list);
    const tables = await reading.viewFor(request);
    const { rows, next, previous } = await readSessions(
      completedWalk(tables, playerId),
      start,
      limit,
    );
    const content = finishPage(reading.sealer, list, {
      ...{ items: rows.map(({ json }) => json), limit, total: null },
      ...{ next: cursorPlace(next), previous: cursorPlace(previous) },
    });
    return sendPage({ request, reply }, { readsArePrivate: true }, { content, from: 'view' });
  });
};
