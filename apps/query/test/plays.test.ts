import type { ChangeEvent, PlayCount } from '@marquee/contracts';
import { sealToken } from '@marquee/service';
import { test } from 'tap';
import { makeMovies, uuidOf } from './catalogue.js';
import { type ProblemBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(12);
const ids = movies.slice(0, 5).map(({ movie }) => movie.id);

interface Counts {
  readonly items: readonly PlayCount[];
}

const played = (counts: Readonly<Record<string, number>>, version = 1): ChangeEvent => ({
  kind: 'totals',
  totals: Object.entries(counts).map(([id, count]) => {
    return { selection: `plays:${id}`, count, version };
  }),
  covers: [{ write: `write ${version}`, subject: `plays:${ids[0]}` }],
});

test('plays of several movies are read in one call, in the order asked', async (t) => {
  const { get, apply } = await queryFixture(t, { movies });
  const counts = [13, 17, 9, 21, 15];
  await apply([played(Object.fromEntries(ids.map((id, at) => [id, counts[at] ?? 0])))]);
  const { status, headers, body } = await get<Counts>('/plays', { ids: ids.join() });
  t.equal(status, 200);
  t.same(
    body.items,
    ids.map((movieId, at) => ({ movieId, plays: counts[at] })),
  );
  t.match(headers, {
    'view-lag': '7',
    'cache-control': 'public, max-age=1, stale-while-revalidate=30',
    vary: 'Consistency-Token, Accept-Encoding',
  });
  const reversed = await get<Counts>('/plays', { ids: [...ids].reverse().join().toUpperCase() });
  t.same(reversed.body.items, [...body.items].reverse());
});

test('each id asked has an entry: what nobody played or knows has 0', async (t) => {
  const { get, apply } = await queryFixture(t, { movies });
  const [one = '', other = ''] = ids;
  await apply([played({ [one]: 3 })]);
  const unknown = uuidOf('movie', 999_999);
  const asked = [other, one, unknown, one];
  const { body } = await get<Counts>('/plays', { ids: asked.join() });
  t.same(
    body.items.map(({ movieId, plays }) => [movieId, plays]),
    [
      [other, 0],
      [one, 3],
      [unknown, 0],
      [one, 3],
    ],
  );
  const most = Array.from({ length: 100 }, (_, n) => uuidOf('movie', n));
  t.equal((await get<Counts>('/plays', { ids: most.join() })).body.items.length, 100);
});

test('a tag that still fits is answered with 304, and more plays change it', async (t) => {
  const { get, apply } = await queryFixture(t, { movies });
  const [one = ''] = ids;
  const ask = (headers: Record<string, string> = {}) =>
    get<Counts>('/plays', { ids: one }, headers);
  await apply([played({ [one]: 1 })]);
  const first = await ask();
  const tag = { 'if-none-match': String(first.headers['etag']) };
  t.equal((await ask(tag)).status, 304);
  await apply([played({ [one]: 2 }, 2)]);
  t.equal((await ask(tag)).status, 200);
});

test('a read with the token of a play waits for its total', async (t) => {
  const { app, get, apply, sealer } = await queryFixture(t, { movies });
  const [one = ''] = ids;
  const token = sealToken(sealer, { write: 'write 5', subjects: 1 });
  const headers = { 'consistency-token': token, prefer: 'wait=0' };
  const early = await app.inject({ url: `/plays?ids=${one}`, headers });
  t.match([early.statusCode, early.json<ProblemBody>().code], [503, 'view-behind']);
  await apply([played({ [one]: 8 }, 5)]);
  const seen = await get<Counts>('/plays', { ids: one }, headers);
  t.match(seen.body.items, [{ plays: 8 }]);
  t.equal(seen.headers['cache-control'], 'private, no-store');
});
