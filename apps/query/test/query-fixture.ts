/** The query API over a real view in a file, filled the way a projector fills it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChangeFeed, createChangeFeed } from '@marquee/change-feed';
import { openAnnouncements } from '@marquee/change-queue';
import type {
  ActorRecord,
  ChangeEvent,
  CoveredWrite,
  Fault,
  Generation,
  MovieChanged,
  MovieSort,
  Page,
  SplitPoints,
} from '@marquee/contracts';
import { PROJECTION_VERSION, project, sortKeyOf, touchedBy } from '@marquee/projection';
import { type Authenticate, createHttpApp, createLogger, createSealer } from '@marquee/service';
import { type CheckedDocument, checkAnswer } from '@marquee/testing';
import { followLiveGeneration, openViewStore, type ViewTables } from '@marquee/view-store';
import type { Test } from 'tap';
import { streamSlots } from '../src/changes/stream-slots.js';
import { keepPages } from '../src/pages/keep-pages.js';
import { queryRoutes } from '../src/query-routes.js';
import { type ReplicaOptions, startSearchReplica } from '../src/search/search-replica.js';
import type { TestMovie } from './catalogue.js';

export interface PageBody<Item> {
  readonly items: Item[];
  readonly page: Page;
}

export interface ProblemBody {
  readonly code: string;
  readonly errors?: readonly Fault[];
}

export interface FixtureOptions {
  readonly movies: readonly TestMovie[];
  readonly actors?: readonly ActorRecord[];
  /** Who may read; left out: everyone. */
  readonly authenticate?: Authenticate;
  /** Who calls, for reads about persons; left out: nobody. */
  readonly callers?: Authenticate;
  /** In a file when left out; `%` stands for a name that no other test has. */
  readonly viewStoreUrl?: string;
  readonly pageCacheBytes?: number;
  /** Of the generation; this release's by default. */
  readonly projectionVersion?: number;
  /** Of changes, that may be open at once: 10. */
  readonly maxStreams?: number;
  /** Of those streams. */
  readonly heartbeatMs?: number;
  /** No generation is live. */
  readonly withoutView?: boolean;
  /** Starts a search index, and numbers the changes of movies for the feed; see `whenFilled`. */
  readonly search?: Partial<Pick<ReplicaOptions, 'lifetimeMs'>> & {
    readonly feedOf?: (feed: ChangeFeed) => ReplicaOptions['feed'];
  };
}

export type QueryFixture = Awaited<ReturnType<typeof queryFixture>>;

export async function queryFixture(t: Pick<Test, 'teardown'>, options: FixtureOptions) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-query-'));
  const url = options.viewStoreUrl ?? `sqlite:${directory}/view.sqlite`;
  const storeUrl = url.replace('%', randomBytes(6).toString('hex'));
  const store = openViewStore(storeUrl);
  await store.migrate();
  const generation: Generation = {
    name: 'g1',
    projectionVersion: options.projectionVersion ?? PROJECTION_VERSION,
    splits: splitsOf(options.movies),
  };
  await store.createGeneration(generation, Date.now());
  if (!options.withoutView) await store.switchTo('g1');
  const announcements = openAnnouncements('memory:', { logger: createLogger('query', 'silent') });
  const sealer = createSealer(['a key of thirty-two characters, or more']);
  const kept = keepPages({
    announcements,
    watched: store,
    settings: {
      pageCacheBytes: options.pageCacheBytes ?? 1_000_000,
      readAuthRequired: options.authenticate !== undefined,
      ...{ readRateLimit: 0, logLevel: 'silent' },
    },
    view: { tables: (options) => live.tables(options), lagMs: () => 7 },
    sealer,
  });
  const announcer = announcements.announcer();
  const opened = store.open(generation);
  const view: ViewTables = {
    ...opened,
    async apply(events) {
      await opened.apply(events);
      announcer.announce(generation.name, touchedBy(events.flat()));
    },
  };
  let position = 0;
  /** As the relay would. */
  const numbered = (event: ChangeEvent): ChangeEvent => {
    if (options.search === undefined || event.kind !== 'movie' || event.positions) return event;
    position += 1;
    const covers = event.covers.map((covered) => ({ ...covered, position }));
    return { ...event, covers, positions: [{ position, version: event.version, at: Date.now() }] };
  };
  const apply = (events: readonly ChangeEvent[]) =>
    view.apply(events.map((event) => project(numbered(event), generation.splits)));
  const { movies, actors = [] } = options;
  await apply(movies.map((entry) => movieChange(entry)));
  await apply(actors.map((actor) => actorChange(actor)));
  await apply([totalsOf(movies, actors)]);

  const live = await followLiveGeneration(store, { onError: () => {} });
  const feed = createChangeFeed({ announcements, tables: () => live.tables({ fresh: true }) });
  const searching = ({ feedOf = (own) => own, ...more }: NonNullable<FixtureOptions['search']>) =>
    startSearchReplica({
      ...{ feed: feedOf(feed), logger: createLogger('query', 'silent'), now: Date.now, ...more },
      tables: () => live.tables({ fresh: true }),
    });
  let looks = 0;
  const search = options.search === undefined ? null : searching(options.search);
  const app = await createHttpApp({
    logger: createLogger('query', 'silent'),
    title: 'Marquee query API',
    description: 'Reads.',
  });
  await app.register(queryRoutes, {
    tables(options) {
      const tables = live.tables(options);
      const appliedSubjects: ViewTables['appliedSubjects'] = (...asked) => {
        looks += 1;
        return tables.appliedSubjects(...asked);
      };
      return { ...tables, appliedSubjects };
    },
    viewLagMs: () => 7,
    sealer,
    authenticate: options.authenticate ?? null,
    ...(options.callers === undefined ? {} : { callers: options.callers }),
    pages: kept.pages,
    ...{ feed, search },
    streams: streamSlots(options.maxStreams ?? 10, options.heartbeatMs),
    shortcut: kept.shortcut,
  });
  const document: CheckedDocument = (await app.inject('/openapi.json')).json();
  t.teardown(async () => {
    await app.close();
    await search?.stop();
    live.stop();
    await kept.close();
    await feed.close();
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function get<Body>(
    path: string,
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    const search = new URLSearchParams(query);
    const address = search.size === 0 ? path : `${path}?${search}`;
    const answer = await app.inject({ url: address, headers });
    const { statusCode: status, body } = answer;
    const sent = { method: 'GET', url: address, status, headers: answer.headers, body };
    const faults = checkAnswer(document, sent);
    if (faults.length > 0) throw new Error(`not as documented: ${faults.join('; ')}`);
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: (answer.body === '' ? null : answer.json()) as Body,
    };
  }
  /** As another process would, which announces nothing here. */
  async function elsewhere(events: readonly ChangeEvent[]) {
    const other = openViewStore(storeUrl);
    await other.open(generation).apply(events.map((event) => project(event, generation.splits)));
    await other.close();
  }
  /** How often a read looked whether a write is in the view. */
  const looksForWrites = () => looks;
  const whenFilled = async () => {
    while (search?.state() === null) await sleep(5);
  };
  const { shortcut } = kept;
  const whatItHas = { app, sealer, view, shortcut, search, store, numbered };
  return { ...whatItHas, get, apply, elsewhere, looksForWrites, whenFilled };
}

export function movieChange(
  entry: TestMovie | undefined,
  how: 'put' | 'delete' = 'put',
  covers: readonly CoveredWrite[] = [],
): MovieChanged {
  if (entry === undefined) throw new RangeError('no such movie');
  const { movie, halfStars, ranks } = entry;
  const gone = how === 'delete';
  return {
    kind: 'movie',
    id: movie.id,
    version: movie.version + (gone ? 1 : 0),
    movie: gone ? null : movie,
    halfStars: gone ? 0 : halfStars,
    ...(gone ? {} : { ranks }),
    befores: gone ? [keysOf(entry)] : [],
    covers,
  };
}

function keysOf({ movie, halfStars, ranks }: TestMovie) {
  const { title, releaseDate, year, addedAt, providerId, genres, tags, cast, rating } = movie;
  const actorIds = [...new Set(cast.map(({ actorId }) => actorId))].sort();
  const scalars = { title, releaseDate, year, addedAt, providerId };
  return { ...scalars, genres, tags, actorIds, ratingCount: rating.count, halfStars, ranks };
}

export function actorChange(
  actor: ActorRecord | undefined,
  how: 'put' | 'delete' = 'put',
): ChangeEvent {
  if (actor === undefined) throw new RangeError('no such actor');
  const { id, version, name, birthDate } = actor;
  return how === 'put'
    ? { kind: 'actor', id, version, actor, befores: [], covers: [] }
    : {
        kind: 'actor',
        id,
        version: version + 1,
        actor: null,
        befores: [{ name, birthDate }],
        covers: [],
      };
}

function totalsOf(movies: readonly TestMovie[], actors: readonly ActorRecord[]): ChangeEvent {
  const counts = new Map([['actors', actors.length]]);
  const count = (selection: string) => counts.set(selection, (counts.get(selection) ?? 0) + 1);
  for (const { movie } of movies) {
    count('all');
    for (const name of movie.genres) count(`genre:${name}`);
    for (const name of movie.tags) count(`tag:${name}`);
    if (movie.year !== null) count(`year:${movie.year}`);
    count(`provider:${movie.providerId}`);
    for (const { actorId } of movie.cast) count(`actor:${actorId}`);
  }
  const totals = [...counts].map(([selection, count]) => ({ selection, count, version: 1 }));
  return { kind: 'totals', totals, covers: [] };
}

/** Cuts the lists of all movies into several buckets, so that walks cross their borders. */
function splitsOf(movies: readonly TestMovie[]): SplitPoints {
  const at = (sort: MovieSort, values: readonly string[]) =>
    [...values]
      .map((value, n) => ({
        sortKey: sortKeyOf(sort, value),
        id: movies[n * 3]?.movie.id ?? '',
      }))
      .sort((a, b) => (a.sortKey + a.id < b.sortKey + b.id ? -1 : 1));
  return {
    'all/title': at('title', ['Beta', 'Delta', 'Delta', 'Zeta']),
    'all/addedAt': at('addedAt', ['2026-01-05T01:00:00.000Z', '2026-01-12T00:00:00.000Z']),
    'all/releaseDate': at('releaseDate', ['1990-01-01', '1993-05-10']),
    'all/popularity': at('popularity', ['02.00', '07.00']),
  };
}
