import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  country as countryCode,
  nullable,
  Page,
  Rejected,
  StartedSession,
} from '@marquee/contracts';
import { callerOf, linksTo } from '@marquee/service';
import type { ViewTables } from '@marquee/view-store';
import { type Static, Type } from 'typebox';
import { sendAnswer, weakEtag } from '../answer.js';
import { type CursorPlace, sealCursor } from '../cursor.js';
import { refuseFaultsTogether } from '../faults-together.js';
import { startOf } from '../movie-list-query.js';
import type { Reading } from '../query-deps.js';
import { DEFAULT_LIMIT, queryOf, readHeaders, responsesOf, secured } from '../query-schemas.js';
import { readTogether } from './read-together.js';
import { cursorParameters, cursorPlace, readSessions } from './session-cursors.js';
import { countriesSince, startedWalk } from './session-walks.js';

const startedQuery = queryOf({
  hours: Type.Integer({
    ...{ minimum: 1, maximum: 8_760, description: 'How many hours back from now.' },
  }),
  country: Type.Optional(
    countryCode({ description: 'Of this country alone, ISO 3166-1 alpha-2.', examples: ['FI'] }),
  ),
  ...cursorParameters,
});
type StartedQuery = Static<typeof startedQuery>;

const startedSessions = Type.Object(
  {
    countries: Type.Array(
      Type.Object(
        {
          country: countryCode(),
          sessions: Type.Array(StartedSession),
          next: nullable<string>(
            Type.String({
              description:
                'Cursor of what follows in this country: to be sent with `country` and the same `hours`.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    page: Type.Optional(Page),
  },
  { additionalProperties: false },
);

const schema = {
  operationId: 'listStartedSessions',
  summary: 'Lists the sessions that were started in the last hours, by country',
  description:
    'By the time of the start itself, the newest first, ties by session and player. Without `country`, the first `limit` of each ' +
    'country that has any, by country; `next` goes on in one. With `country`, a page of that country, with `page` as other lists ' +
    'have it. It tells of persons: for administrators and providers, and for the keys of machines with these roles.',
  tags: ['sessions'],
  security: secured,
  headers: readHeaders,
  querystring: startedQuery,
  response: responsesOf(
    startedSessions,
    { description: 'Started sessions.', isPage: true },
    'invalid-cursor',
  ),
};

const HOUR_MS = 3_600_000;

export const listStartedSessionsRoute: FastifyPluginAsyncTypebox<Reading> = async (
  app,
  reading,
) => {
  const together = readTogether<Finished>();
  app.get('/sessions/started', { schema }, async (request, reply) => {
    if (callerOf(request).role === 'viewer') {
      throw new Rejected('forbidden', 'It tells of other persons.');
    }
    refuseFaultsTogether(request.url);
    const { query } = request;
    const start = startOf(query, reading.sealer, listOf(query.hours, query.country ?? ''));
    const tables = await reading.viewFor(request);
    const since = new Date(Date.now() - query.hours * HOUR_MS).toISOString();
    const { country } = query;
    const finished = (shown: readonly Part[]) => finish(reading, { query, shown });
    const everywhere = async () => {
      const parts = await readAll(await countriesSince(tables, since), (each) =>
        readCountry(tables, { query, country: each, since, start }),
      );
      return finished(parts.filter(({ items }) => items.length > 0));
    };
    // All countries cost some hundred small reads: many who ask at once share them, those with a token among themselves.
    const isFresh = request.headers['consistency-token'] !== undefined;
    const key = [tables.generation.name, query.hours, query.limit ?? DEFAULT_LIMIT, isFresh].join();
    const { next, previous, ...answer } =
      country === undefined
        ? await together(key, everywhere)
        : finished([await readCountry(tables, { query, country, since, start })]);
    reply.header('link', linksTo(request.url, { next, previous }));
    return sendAnswer({ request, reply }, { readsArePrivate: true }, answer);
  });
};

interface Finished {
  readonly body: Buffer;
  readonly etag: string;
  /** Of the page, where one country is asked for. */
  readonly next: string | null;
  readonly previous: string | null;
}

function finish(
  reading: Reading,
  { query, shown }: { readonly query: StartedQuery; readonly shown: readonly Part[] },
): Finished {
  const sealed = shown.map((part) => sealPart(reading, query, part));
  const [only] = query.country === undefined ? [] : sealed;
  const page = only === undefined ? '' : `,"page":${pageJson(query, only)}`;
  const body = Buffer.from(`{"countries":[${sealed.map(({ json }) => json).join()}]${page}}`);
  // Another process seals a cursor into another text, so the tag is made of the places themselves.
  const etag = weakEtag(JSON.stringify([shown, query.limit]));
  return { body, etag, next: only?.next ?? null, previous: only?.previous ?? null };
}

const listOf = (hours: number, country: string) => `sessions started ${hours} ${country}`;

interface Part {
  readonly country: string;
  readonly items: readonly string[];
  readonly next: CursorPlace | null;
  readonly previous: CursorPlace | null;
}

interface Asked {
  readonly query: StartedQuery;
  readonly country: string;
  readonly since: string;
  readonly start: CursorPlace;
}

async function readCountry(
  tables: ViewTables,
  { query, country, since, start }: Asked,
): Promise<Part> {
  const walk = startedWalk(tables, country, since);
  const { rows, next, previous } = await readSessions(walk, start, query.limit ?? DEFAULT_LIMIT);
  const items = rows.map(({ json }) => json);
  return { country, items, next: cursorPlace(next), previous: cursorPlace(previous) };
}

const COUNTRIES_AT_ONCE = 16;

async function readAll(
  asked: readonly string[],
  read: (country: string) => Promise<Part>,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (let at = 0; at < asked.length; at += COUNTRIES_AT_ONCE) {
    parts.push(...(await Promise.all(asked.slice(at, at + COUNTRIES_AT_ONCE).map(read))));
  }
  return parts;
}

function sealPart({ sealer }: Reading, { hours }: StartedQuery, part: Part) {
  const { country, items } = part;
  const list = listOf(hours, country);
  const seal = (place: CursorPlace | null) => place && sealCursor(sealer, list, place);
  const [next, previous] = [seal(part.next), seal(part.previous)];
  const json = `{"country":"${country}","sessions":[${items.join()}],"next":${JSON.stringify(next)}}`;
  return { json, next, previous };
}

function pageJson(
  { limit = DEFAULT_LIMIT }: StartedQuery,
  { next, previous }: { readonly next: string | null; readonly previous: string | null },
): string {
  return JSON.stringify({ limit, next, previous, total: null });
}
