import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { FLOOR_MS } from '../src/pages/page-cache.js';
import { takeShortcut } from '../src/pages/take-shortcut.js';
import { makeMovies } from './catalogue.js';
import { type FixtureOptions, movieChange, queryFixture } from './query-fixture.js';

const movies = makeMovies(60);

interface Exchange {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Two servers of one view: one with the shortcut, one without. */
async function servers(t: Test, options: Partial<FixtureOptions> = {}) {
  const fixture = await queryFixture(t, { movies, ...options });
  const { app, shortcut } = fixture;
  if (shortcut === null) throw new Error('the fixture has a shortcut');
  const long = app.server.listeners('request');
  const timed: object[] = [];
  takeShortcut(app, shortcut, {
    times: { observe: (labels) => timed.push(labels) },
    isTracing: false,
  });
  const short = app.server.listeners('request');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const through = async (
    way: typeof long,
    path: string,
    { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ): Promise<Exchange> => {
    app.server.removeAllListeners('request');
    for (const handle of way) app.server.on('request', handle as () => void);
    const asked = request({ port, host: '127.0.0.1', path, method, headers }).end();
    const [answer] = await once(asked, 'response');
    const body = (await buffer(answer)).toString('base64');
    return { status: answer.statusCode, headers: answer.headers, body };
  };
  return {
    ...fixture,
    shortcut,
    timed,
    long: (...args: [string, object?]) => through(long, ...args),
    short: (...args: [string, object?]) => through(short, ...args),
  };
}

/** Without what differs from one answer to the next. */
function comparable({ status, headers, body }: Exchange) {
  const { date: _date, 'x-request-id': id, ...rest } = headers;
  return { status, headers: rest, body, hasId: typeof id === 'string' && id !== '' };
}

test('the shortcut answers as the long way does, byte for byte', async (t) => {
  const { long, short, shortcut } = await servers(t);
  const first = await long('/movies?limit=3');
  const etag = String(first.headers.etag);
  const cursor = /cursor=([^>]+)>; rel="next"/.exec(String(first.headers.link))?.[1];
  const paths = [
    '/movies',
    '/movies?limit=3',
    '/movies?sort=-addedAt&fields=summary',
    `/movies?limit=3&cursor=${cursor}`,
    '/movies?genre=Drama%7CComedy&limit=5',
    '/movies?year=1990..&skip=2&limit=2',
    '/movies?genre=Nothing',
    '/movies?sort=-popularity&limit=50',
    '/movies?sort=-addedAt&from=2026-01-05T00:00:00.000Z&limit=4',
  ];
  const requests = [
    {},
    { method: 'HEAD' },
    { headers: { 'x-request-id': 'mine' } },
    { headers: { 'if-none-match': etag } },
    { headers: { 'if-none-match': '*' } },
    { headers: { 'if-none-match': '"other", W/"another"' } },
    { headers: { 'accept-encoding': 'br' } },
    { headers: { 'accept-encoding': 'gzip;q=0.5, identity' } },
    { headers: { 'if-none-match': '*', 'accept-encoding': 'br' } },
  ];
  for (const path of paths) {
    for (const encoding of ['br', 'gzip']) {
      // Makes the compressed bytes, and has the shortcut remember the address.
      for (let n = 0; n < 3; n += 1) {
        await long(path, { headers: { 'accept-encoding': encoding } });
        await sleep(20);
      }
    }
    for (const options of requests) {
      const before = shortcut.answered();
      const count = before[200] + before[304];
      const [byShort, byLong] = [await short(path, options), await long(path, options)];
      t.equal(shortcut.answered()[200] + shortcut.answered()[304], count + 1, 'it was taken');
      t.same(comparable(byShort), comparable(byLong), `${path} ${JSON.stringify(options)}`);
    }
  }
});

test('what is unusual about a request takes the long way', async (t) => {
  const { long, short, shortcut, sealer, timed } = await servers(t);
  for (let n = 0; n < 3; n += 1) await long('/movies');
  await short('/movies');
  t.equal(shortcut.answered()[200], 1);
  const token = sealer.seal('consistency-token', ['w', 0]);
  for (const headers of [
    { 'consistency-token': token },
    { authorization: 'Bearer anything' },
    { origin: 'https://example.com' },
    { prefer: 'wait=1' },
    { 'x-request-id': 'not well formed' },
    { 'content-length': '0' },
  ]) {
    await short('/movies', { headers });
  }
  await short('/movies', { method: 'POST' });
  await short('/movies?limit=20');
  await short('/movies?');
  t.equal(shortcut.answered()[200], 1);
  t.same(timed, []);
});

test('other pages of a list that was asked for are read on the short way, and are the same bytes', async (t) => {
  const { long, short, timed } = await servers(t, { pageCacheBytes: 0 });
  for (const list of ['?limit=7', '?sort=-rating&limit=9&fields=summary', '?genre=Drama&limit=3']) {
    const answers = new Map<string, Exchange>();
    let path = `/movies${list}`;
    for (let page = 0; page < 4; page += 1) {
      const answer = await long(path);
      answers.set(path, answer);
      const next = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link))?.[1];
      if (next === undefined) break;
      path = next;
    }
    t.ok(answers.size > 1, list);
    for (const [path, answer] of answers) {
      timed.length = 0;
      t.same(comparable(await short(path)), comparable(answer), path);
      const method = 'HEAD';
      t.same(comparable(await short(path, { method })), comparable(await long(path, { method })));
      const headers = { 'if-none-match': String(answer.headers.etag) };
      t.same(comparable(await short(path, { headers })), comparable(await long(path, { headers })));
      const route = '/movies';
      t.same(timed, [
        { method: 'GET', route, status: 200 },
        { method: 'HEAD', route, status: 200 },
        { method: 'GET', route, status: 304 },
      ]);
    }
  }
});

test('what cannot be read on the short way is refused by the long way', async (t) => {
  const { app, long, short, timed } = await servers(t, { pageCacheBytes: 0 });
  const first = await long('/movies?limit=5');
  const next = /<([^>]+)>; rel="next"/.exec(String(first.headers.link))?.[1] ?? '';
  await long(next);
  const other = await long('/movies?sort=-title');
  const foreign = /cursor=([^>]+)>; rel="next"/.exec(String(other.headers.link))?.[1];
  const forged = `${next.slice(0, -1)}${next.endsWith('A') ? 'B' : 'A'}`;
  const paths = [
    forged,
    `/movies?limit=5&cursor=${foreign}`,
    `${next}&cursor=x`,
    next.replace(/cursor=.*/, 'cursor='),
    next.replace(/cursor=.*/, 'cursor=%20'),
  ];
  timed.length = 0;
  for (const path of paths) {
    const [byShort, byLong] = [await short(path), await long(path)];
    t.equal(byShort.status, 400, path);
    t.equal(byShort.status, byLong.status);
  }
  app.load.hasRoom = () => false;
  t.equal((await short(next)).status, 503, 'too much is in hand');
  t.same(timed, []);
});

test('the shortcut ends where a page is touched, and begins again with the new one', async (t) => {
  const { long, short, shortcut, apply } = await servers(t);
  for (let n = 0; n < 3; n += 1) await long('/movies');
  const before = await short('/movies');
  const [entry] = movies;
  if (entry === undefined) return;
  await sleep(FLOOR_MS);
  const changed = { ...entry.movie, title: '0 AAA', version: entry.movie.version + 1_000_000 };
  await apply([movieChange({ ...entry, movie: changed })]);
  const after = await short('/movies');
  t.not(after.headers.etag, before.headers.etag);
  t.equal(shortcut.answered()[200], 1);
  await short('/movies');
  t.same(comparable(await short('/movies')), comparable(await long('/movies')));
  t.equal(shortcut.answered()[200], 2);
});
