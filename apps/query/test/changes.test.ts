import type { ActorRecord, Change, ChangeEvent, ChangePage } from '@marquee/contracts';
import { type Authenticate, sealPlace, sealToken } from '@marquee/service';
import { type Test, test } from 'tap';
import { makeActors, makeMovies, type TestMovie } from './catalogue.js';
import { actorChange, movieChange, type ProblemBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(8);
const actors = makeActors(3);
const at = Date.parse('2026-01-31T09:30:00.000Z');

/** The event that tells of the change at this position. */
const placed = (event: ChangeEvent, position: number): ChangeEvent => {
  if (!('version' in event) || event.version === undefined) throw new TypeError('it has none');
  return { ...event, positions: [{ position, version: event.version, at }] } as ChangeEvent;
};
const upsert = (position: number, movie: TestMovie | undefined = movies[position - 1]) =>
  placed(movieChange(movie), position);
const deletion = (position: number, movie: TestMovie | undefined) =>
  placed(movieChange(movie, 'delete'), position);
const ofActor = (position: number, actor: ActorRecord | undefined) =>
  placed(actorChange(actor), position);

async function fixture(t: Test, options: { readonly authenticate?: Authenticate } = {}) {
  const found = await queryFixture(t, { movies, actors, ...options });
  const { beganAt = 0 } = (await found.view.feedState()) ?? {};
  const place = (position: number, feed = beganAt) =>
    sealPlace(found.sealer, { beganAt: feed, position });
  const changes = async (query: Record<string, string> = {}) =>
    (await found.get<ChangePage>('/changes', query)).body;
  return { ...found, place, changes };
}

const told = ({ items }: ChangePage) => items.map(({ change, id }) => [change, id]);
const idOfMovie = (n: number) => movies[n]?.movie.id;

test('changes are told from a place on, whole and in order, and where to go on', async (t) => {
  const { apply, get, changes } = await fixture(t);
  const start = await changes();
  t.same(start.items, [], 'nothing of what was before now');
  t.match(start.page, { limit: 100, hasMore: false });
  await apply([upsert(1), upsert(2), deletion(3, movies[0]), upsert(4)]);
  const { body, headers } = await get<ChangePage>('/changes', { after: start.page.next });
  t.same(told(body), [
    ['deletion', idOfMovie(0)],
    ['upsert', idOfMovie(1)],
    ['deletion', idOfMovie(0)],
    ['upsert', idOfMovie(3)],
  ]);
  const [, second] = movies;
  const version = second?.movie.version;
  t.same(body.items[1], {
    ...{ change: 'upsert', kind: 'movie', id: second?.movie.id, version },
    ...{ at: '2026-01-31T09:30:00.000Z', movie: second?.movie },
  });
  t.notOk(body.items.some((item) => item.change === 'deletion' && 'movie' in item));
  t.match(headers, {
    'view-lag': '7',
    vary: 'Consistency-Token, Accept-Encoding',
    'cache-control': 'public, max-age=1, stale-while-revalidate=30',
  });
  t.same((await changes({ after: body.page.next })).items, []);
});

test('pages of any size tell each change once', async (t) => {
  const { apply, changes, place } = await fixture(t);
  await apply(movies.map((movie, n) => upsert(n + 1, movie)));
  for (const limit of ['1', '3', '8', '500']) {
    const ids: string[] = [];
    let after = place(0);
    for (let hasMore = true; hasMore; ) {
      const { items, page } = await changes({ after, limit });
      ids.push(...items.map(({ id }) => id));
      ({ hasMore, next: after } = page);
    }
    t.same(
      ids,
      movies.map(({ movie }) => movie.id),
      limit,
    );
  }
});

test('a late commit holds up what comes after it', async (t) => {
  const { apply, changes, place } = await fixture(t);
  await apply([upsert(1), upsert(3)]);
  const first = await changes({ after: place(0) });
  t.equal(first.items.length, 1);
  await apply([upsert(2)]);
  const next = await changes({ after: first.page.next });
  t.same(
    next.items.map(({ id }) => id),
    [idOfMovie(1), idOfMovie(2)],
  );
});

test('actors are told of where they are asked for', async (t) => {
  const { apply, changes, place } = await fixture(t);
  const [actor] = actors;
  await apply([ofActor(1, actor), upsert(2)]);
  const kindsOf = async (kinds: Record<string, string>) =>
    (await changes({ after: place(0), ...kinds })).items.map(({ kind }) => kind);
  t.same(await kindsOf({}), ['movie']);
  t.same(await kindsOf({ kinds: 'actor' }), ['actor']);
  t.same(await kindsOf({ kinds: 'movie,actor' }), ['actor', 'movie']);
  const [item] = (await changes({ after: place(0), kinds: 'actor' })).items;
  t.same(item?.actor, actor);
  const many = Array.from({ length: 300 }, (_, n) => ofActor(n + 3, actor));
  await apply([...many, upsert(303, movies[3])]);
  const beyond = await changes({ after: place(2), limit: '1' });
  t.same([beyond.items[0]?.id, beyond.page.hasMore], [idOfMovie(3), false]);
});

test('what fits the tag is 304, whoever sealed the place', async (t) => {
  const { apply, get, place } = await fixture(t);
  await apply([upsert(1)]);
  const first = await get('/changes', { after: place(0) });
  const etag = String(first.headers['etag']);
  const again = await get('/changes', { after: place(0) }, { 'if-none-match': etag });
  t.equal(again.status, 304);
  await apply([upsert(2)]);
  t.equal((await get('/changes', { after: place(0) }, { 'if-none-match': etag })).status, 200);
});

test('with the token of a write its change is among those that are there', async (t) => {
  const { apply, get, sealer, place } = await fixture(t);
  const write = 'abcdefghijklmnopqrstuv';
  const covers = [{ write, subject: `movie:${idOfMovie(1)}`, position: 2 }];
  await apply([{ ...upsert(2), covers } as ChangeEvent]);
  const headers = {
    'consistency-token': sealToken(sealer, { write, subjects: 1 }),
    prefer: 'wait=0',
  };
  const asked = { after: place(0) };
  t.equal((await get<ProblemBody>('/changes', asked, headers)).body.code, 'view-behind');
  await apply([upsert(1)]);
  t.equal((await get<ChangePage>('/changes', asked, headers)).body.items.length, 2);
});

test('a place that is kept no longer, or of another feed, is 410', async (t) => {
  const { get, apply, view, place } = await fixture(t);
  await apply([upsert(4)]);
  await view.apply([[{ table: 'settledPosition', settled: 3 }]]);
  for (const path of ['/changes', '/changes/stream']) {
    for (const after of [place(0), place(4, 1)]) {
      const { status, body } = await get<ProblemBody>(path, { after });
      t.same([status, body.code], [410, 'changes-expired'], path);
    }
  }
  t.equal((await get<ChangePage>('/changes', { after: place(3) })).body.items.length, 1);
});

test('all that is wrong with a request is named at once', async (t) => {
  const { get, sealer, place } = await fixture(t);
  const cursor = sealer.seal('cursor', [1, 2, 3]);
  for (const after of ['x', cursor, `${place(0)}A`]) {
    for (const path of ['/changes', '/changes/stream']) {
      const { status, body } = await get<ProblemBody>(path, { after });
      t.same([status, body.code, body.errors?.[0]?.parameter], [400, 'invalid-cursor', 'after']);
    }
  }
  const { body } = await get<ProblemBody>('/changes', {
    ...{ after: 'forged', limit: '501', kinds: 'genre', huh: '1' },
  });
  t.same(body.errors?.map(({ parameter }) => parameter).sort(), [
    ...['after', 'huh', 'kinds', 'limit'],
  ]);
  for (const wrong of ['limit=0', 'limit=1.5', 'kinds=', 'kinds=movie&kinds=actor', 'after=']) {
    t.equal((await get(`/changes?${wrong}`)).status, 400, wrong);
  }
  const header = { 'last-event-id': 'forged' };
  const forged = await get<ProblemBody>('/changes/stream', {}, header);
  t.match(forged.body, { code: 'invalid-cursor', errors: [{ parameter: 'Last-Event-ID' }] });
});

test('a view of an older release is behind', async (t) => {
  const { get } = await queryFixture(t, { movies, projectionVersion: 2 });
  for (const path of ['/changes', '/changes/stream']) {
    t.equal((await get<ProblemBody>(path)).body.code, 'view-behind', path);
  }
});

test('where reads need a token, changes do too, and the scope', async (t) => {
  const scopes = { reader: ['catalogue:read'], writer: ['catalogue:write'] } as const;
  const authenticate: Authenticate = async (token) =>
    token === 'reader' || token === 'writer'
      ? { id: token, role: 'viewer', scopes: scopes[token] }
      : null;
  const { get } = await fixture(t, { authenticate });
  for (const path of ['/changes', '/changes/stream']) {
    t.equal((await get(path)).status, 401);
    t.equal((await get(path, {}, { authorization: 'Bearer writer' })).status, 403);
  }
  const { status, headers } = await get('/changes', {}, { authorization: 'Bearer reader' });
  t.same([status, headers['cache-control']], [200, 'private, no-store']);
});

test('HEAD answers as GET does, without its body; other methods are 405', async (t) => {
  const { app } = await fixture(t);
  for (const [url, type] of [
    ['/changes', 'application/json; charset=utf-8'],
    ['/changes/stream', 'text/event-stream'],
  ] as const) {
    const head = await app.inject({ method: 'HEAD', url });
    t.same([head.statusCode, head.headers['content-type'], head.body], [200, type, '']);
    const post = await app.inject({ method: 'POST', url });
    t.same([post.statusCode, post.headers['allow']], [405, 'GET, HEAD']);
  }
});

test('a copy that begins with a walk and goes on by changes equals the catalogue', async (t) => {
  const { apply, get, changes } = await fixture(t);
  const { page } = await changes();
  const copy = new Map<string, unknown>();
  const all = await get<{ items: { id: string }[] }>('/movies', { limit: '100' });
  for (const movie of all.body.items) copy.set(movie.id, movie);
  const changed = movies.slice(0, 4).map((entry) => {
    const { version, title } = entry.movie;
    return { ...entry, movie: { ...entry.movie, version: version + 1, title: `New ${title}` } };
  });
  await apply(changed.map((movie, n) => upsert(n + 1, movie)));
  await apply([deletion(5, movies[6])]);
  const take = ({ change, id, movie }: Change) =>
    change === 'deletion' ? copy.delete(id) : copy.set(id, movie);
  for (const change of (await changes({ after: page.next })).items) take(change);
  // Another page than the first: that one may be kept for a moment.
  const now = await get<{ items: { id: string }[] }>('/movies', { limit: '99' });
  t.same([...copy.keys()].sort(), now.body.items.map(({ id }) => id).sort());
  for (const movie of now.body.items) t.same(copy.get(movie.id), movie);
});
