import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  type Fault,
  Rejected,
  type SessionEvent,
  SessionEvents,
  TakenEvents,
} from '@marquee/contracts';
import { sessionEventFaults, tellSessions } from '@marquee/domain';
import { type Caller, invalidInput } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
import { acceptedResponses, dryRunQuery, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendWritten } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOnce } from '../write-as.js';

/** Takes what events tell of sessions. @throws {Rejected} `forbidden` */
export async function takeSessionEvents(
  deps: CommandDeps,
  request: WriteRequest,
  events: readonly SessionEvent[],
) {
  checkPlayers(request.caller, events);
  return await writeAs(deps, request, async (tx, now): Promise<TakenEvents> => {
    const erased = await tx.saveSessions(tellSessions(events, now).sessions);
    const kept = events.filter(({ playerId }) => !erased.has(playerId.toLowerCase()));
    const { accepted } = tellSessions(kept, now);
    return { accepted, dropped: events.length - accepted };
  });
}

/** Machines, providers and administrators tell of anyone; users of themselves. */
function checkPlayers({ id, role }: Caller, events: readonly SessionEvent[]): void {
  if (role !== 'viewer') return;
  if (events.some(({ playerId }) => playerId.toLowerCase() !== id)) {
    throw new Rejected('forbidden', 'A user tells of their own sessions alone.');
  }
}

const schema = {
  operationId: 'takeSessionEvents',
  summary: 'Takes up to 1,000 starts and ends of viewing sessions',
  description:
    'In any order, also the end before the start; a session is complete when both were told. What is answered with 202 is stored. ' +
    'All or nothing: with a fault in any event, none counts. Events of longer than a year (365.25 days) ago, and those of players who were deleted, are dropped and counted. ' +
    'The same event of the same session counts once however often it is sent; where times differ, the earliest start and the ' +
    'earliest end count. A session is known by its id and its player together. Providers and administrators, and the keys of ' +
    'machines with these roles, tell of any player; users of themselves (`playerId` is the subject of their token), else 403.',
  tags: ['sessions'],
  security: secured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: SessionEvents,
  response: acceptedResponses({ description: 'What became of the events.', body: TakenEvents }),
};

export const takeSessionEventsRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.setErrorHandler((error, { body }) => {
    throw withEventFaults(error, sessionEventFaults(body, deps.now())); // to the app's own handler
  });
  app.post('/sessions/events', { schema }, async (request, reply) => {
    const faults = sessionEventFaults(request.body, deps.now());
    if (faults.length > 0) throw invalidInput(faults.slice(0, MAX_FAULTS));
    const asked = writeRequestOnce(request);
    if (!asked.dryRun) reply.code(202);
    return sendWritten(reply, await takeSessionEvents(deps, asked, request.body.events));
  });
};

/** More than anyone reads. */
const MAX_FAULTS = 100;

/** So that one answer names all faults, of form and of meaning. */
function withEventFaults(error: unknown, faults: readonly Fault[]): unknown {
  if (!(error instanceof Rejected) || error.code !== 'invalid-input') return error;
  const isNew = ({ pointer }: Fault) => !error.faults.some((known) => known.pointer === pointer);
  const all = [...error.faults, ...faults.filter(isNew)];
  return invalidInput(all.slice(0, MAX_FAULTS));
}
