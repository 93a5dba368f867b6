import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { FLOOR_MS } from '../src/pages/page-cache.js';
import { takeShortcut } from '../src/pages/shortcut.js';
import { makeMovies } from './catalogue.js';
import { movieChange, queryFixture } from './query-fixture.js';

const movies = makeMovies(60);

interface Exchange {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Two servers of one view: one with the shortcut, one without. */
async function servers(t: Test) {
  const fixture = await queryFixture(t, { movies });
  const { app, shortcut } = fixture;
  if (shortcut === null) throw new Error('the fixture has a shortcut');
  const long = app.server.listeners('request');
  takeShortcut(app, shortcut);
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
  const { long, short, shortcut, sealer } = await servers(t);
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
