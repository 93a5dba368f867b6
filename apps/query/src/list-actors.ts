import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Actor, type ActorRecord, date, type Gender, genders, pageOf } from '@marquee/contracts';
import {
  ALL_ACTOR_LIST,
  ALL_ACTORS,
  actorSelection,
  birthDateList,
  nameKeyOf,
  namePrefixOf,
} from '@marquee/projection';
import type { Sealer } from '@marquee/service';
import type { ListRow, ViewTables } from '@marquee/view-store';
import { type Static, Type } from 'typebox';
import { withMovieCount } from './actor-json.js';
import type { CursorPlace } from './cursor.js';
import { refuseFaultsTogether } from './faults-together.js';
import { startOf } from './movie-list-query.js';
import { finishPage, type PageContent, sendPage } from './page-answer.js';
import type { Reading } from './query-deps.js';
import {
  DEFAULT_LIMIT,
  pageParameters,
  queryOf,
  readHeaders,
  responsesOf,
} from './query-schemas.js';
import { type Place, readPage } from './read-page.js';
import { scan } from './walk.js';

const actorsQuery = queryOf({
  name: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'What the full name begins with, whatever its case and accents.',
      examples: ['Keanu'],
    }),
  ),
  gender: Type.Optional(Type.Unsafe<Gender>({ type: 'string', enum: [...genders] })),
  birthDate: Type.Optional(date({ examples: ['1964-09-02'] })),
  ...pageParameters,
});
type ActorsQuery = Static<typeof actorsQuery>;

const schema = {
  operationId: 'listActors',
  summary: 'Lists actors',
  description: 'By name, ignoring case and accents; any filters together.',
  tags: ['actors'],
  headers: readHeaders,
  querystring: actorsQuery,
  response: responsesOf(
    pageOf(Actor),
    { description: 'A page of actors.', isPage: true },
    'invalid-cursor',
  ),
};

export const listActorsRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/actors', { schema }, async (request, reply) => {
    refuseFaultsTogether(request.url);
    const asked = actorsRequest(request.query, reading.sealer);
    const tables = await reading.viewFor(request);
    const content = finishPage(reading.sealer, asked.list, await readActorPage(tables, asked));
    return sendPage({ request, reply }, reading, { content, from: 'view' });
  });
};

type ActorsRequest = ReturnType<typeof actorsRequest>;

/** @throws {Rejected} `invalid-cursor` */
function actorsRequest(query: ActorsQuery, sealer: Sealer) {
  const { gender = null, birthDate = null, limit = DEFAULT_LIMIT } = query;
  const prefix = query.name === undefined ? null : namePrefixOf(query.name);
  const list = `actors ${JSON.stringify([prefix, gender, birthDate])}`;
  return { prefix, gender, birthDate, limit, list, start: startOf(query, sealer, list) };
}

async function readActorPage(tables: ViewTables, asked: ActorsRequest): Promise<PageContent> {
  const { direction, after, skip } = asked.start;
  const from = after && { sortKey: nameKeyOf(after.sortValue ?? ''), id: after.id };
  const [page, total] = await Promise.all([
    readPage(actorWalk(tables, asked), { direction, after: from, skip, limit: asked.limit }),
    totalOf(tables, asked),
  ]);
  return {
    items: await itemsOf(tables, page.rows),
    limit: asked.limit,
    next: cursorPlace(page.next),
    previous: cursorPlace(page.previous),
    total,
  };
}

function actorWalk(tables: ViewTables, { prefix, gender, birthDate }: ActorsRequest) {
  return scan<ListRow>({
    lists: [birthDate === null ? ALL_ACTOR_LIST : birthDateList(birthDate)],
    order: 'ascending',
    read: (list, { direction, after, limit }) =>
      tables.listSlice('actorLists', {
        list,
        order: 'ascending',
        walk: direction,
        after,
        limit,
        ...(prefix === null ? {} : { prefix }),
      }),
    test: gender === null ? null : ({ json }) => genderOf(json) === gender,
  });
}

function genderOf(json: string): Gender {
  const actor: ActorRecord = JSON.parse(json);
  return actor.gender;
}

const cursorPlace = (place: Place<ListRow> | null): CursorPlace | null =>
  place && {
    ...place,
    after: place.after && { sortValue: place.after.sortValue, id: place.after.id },
  };

/** Known without filters; with `birthDate` alone where it is counted. */
async function totalOf(
  tables: ViewTables,
  { prefix, gender, birthDate }: ActorsRequest,
): Promise<number | null> {
  if (prefix !== null || gender !== null) return null;
  const selection = birthDate === null ? ALL_ACTORS : birthDateList(birthDate);
  const total = (await tables.totals([selection])).get(selection)?.count;
  return total ?? (birthDate === null ? 0 : null);
}

async function itemsOf(tables: ViewTables, rows: readonly ListRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const sizes = await tables.totals(rows.map(({ id }) => actorSelection(id)));
  return rows.map(({ id, json }) =>
    withMovieCount(json, sizes.get(actorSelection(id))?.count ?? 0),
  );
}
