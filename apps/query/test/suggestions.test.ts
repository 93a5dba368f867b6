/** Suggestions over a real view, against what one would compute from all ratings. */
import {
  GOOD_HALF_STARS,
  type Movie,
  type RecordChange,
  type UserRating,
} from '@marquee/contracts';
import { type Authenticate, sealToken } from '@marquee/service';
import { buildRatingChanged, buildUserRating, versionAt } from '@marquee/testing';
import fc from 'fast-check';
import { type Test, test } from 'tap';
import { readSuggestions, suggestionBounds } from '../src/suggest/read-suggestions.js';
import { makeMovies, summaryOf } from './catalogue.js';
import { movieChange, type PageBody, type ProblemBody, queryFixture } from './query-fixture.js';

const userOf = (n: number) => `0190a009-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const me = userOf(0);
const movies = makeMovies(12);
const ids = movies.map(({ movie }) => movie.id);
const byId = new Map(movies.map(({ movie }) => [movie.id, movie]));

/** A token is the caller's id; `root` is an administrator. */
const callers: Authenticate = async (token) =>
  token === 'root' ? { id: 'root', role: 'administrator' } : { id: token, role: 'viewer' };

async function fixture(t: Pick<Test, 'teardown'>) {
  const { get, ...rest } = await queryFixture(t, { movies, callers });
  const suggested = (
    query: Record<string, string> = {},
    { token = me, headers = {} }: { token?: string; headers?: Record<string, string> } = {},
  ) =>
    get<PageBody<Movie> & ProblemBody>(`/users/${me}/suggested`, query, {
      authorization: `Bearer ${token}`,
      ...headers,
    });
  return { ...rest, get, suggested };
}

/** Of movie and user by their numbers. */
function given(
  movie: number,
  user: number,
  halfStars: number,
  version = 1,
): RecordChange<'rating'> {
  const record = buildUserRating({ movieId: ids[movie] ?? '', userId: userOf(user), halfStars });
  return buildRatingChanged({ record: { ...record, version }, version });
}

/** By the sentence that the documentation gives. */
function expectedOf(ratings: readonly UserRating[]): string[] {
  const isGood = ({ halfStars }: UserRating) => halfStars >= GOOD_HALF_STARS;
  const mine = ratings.filter(({ userId }) => userId === me);
  const liked = new Set(mine.filter(isGood).map(({ movieId }) => movieId));
  const others = ratings.filter((rating) => rating.userId !== me && isGood(rating));
  const alike = new Set(others.filter((r) => liked.has(r.movieId)).map(({ userId }) => userId));
  const rated = new Set(mine.map(({ movieId }) => movieId));
  const sums = new Map<string, number>();
  for (const { movieId, userId, halfStars } of others)
    if (alike.has(userId) && !rated.has(movieId))
      sums.set(movieId, (sums.get(movieId) ?? 0) + halfStars);
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id);
}

test('whatever was rated, the suggestions are what the sentence says', async (t) => {
  const { apply, suggested } = await fixture(t);
  const rating = fc.record({
    movie: fc.nat(ids.length - 1),
    user: fc.nat(5),
    halfStars: fc.constantFrom(2, 7, 8, 9, 10),
  });
  let version = 1;
  const known = new Map<string, UserRating>();
  await fc.assert(
    fc.asyncProperty(fc.array(rating, { maxLength: 60 }), async (ratings) => {
      const changes = new Map<string, RecordChange<'rating'>>();
      version += 1;
      for (const [id, before] of known)
        changes.set(id, buildRatingChanged({ id, version, record: null, befores: [before] }));
      for (const { movie, user, halfStars } of ratings) {
        const change = given(movie, user, halfStars, version);
        const before = known.get(change.id);
        changes.set(change.id, { ...change, befores: before === undefined ? [] : [before] });
      }
      await apply([...changes.values()]);
      known.clear();
      for (const { id, record } of changes.values()) if (record !== null) known.set(id, record);
      const { body } = await suggested({ limit: '100' });
      const expected = expectedOf([...known.values()]);
      t.same(
        body.items.map(({ id }) => id),
        expected,
      );
      t.same(
        (await suggested({ limit: '2' })).body.items.map(({ id }) => id),
        expected.slice(0, 2),
      );
    }),
    { seed: 26, numRuns: 40 },
  );
});

test('items are movies as in lists, whole or in summary, for the person alone', async (t) => {
  const { apply, suggested } = await fixture(t);
  t.same((await suggested()).body.items, [], 'who liked nothing yet');
  await apply([given(0, 0, 10), given(0, 1, 9), given(1, 1, 8)]);
  const { body, headers } = await suggested();
  const movie = byId.get(ids[1] ?? '');
  t.same(body.items, [movie]);
  t.same(body.page, { limit: 20, next: null, previous: null, total: 1 });
  t.equal(headers['cache-control'], 'private, no-store');
  t.match(headers, { 'view-lag': /\d/, etag: /^W\// });
  const summary = await suggested({ fields: 'summary', limit: '1' });
  t.same(summary.body.items, [movie && summaryOf(movie)]);
  const again = await suggested({}, { headers: { 'if-none-match': String(headers['etag']) } });
  t.equal(again.status, 304);
});

test('what was rated meanwhile, or deleted, is suggested no more', async (t) => {
  const { apply, suggested } = await fixture(t);
  await apply([given(0, 0, 10), given(0, 1, 9), given(1, 1, 8), given(2, 1, 8), given(3, 1, 8)]);
  t.equal((await suggested()).body.items.length, 3);
  await apply([given(1, 0, 1), movieChange(movies[2], 'delete')]);
  t.same(
    (await suggested()).body.items.map(({ id }) => id),
    [ids[3]],
  );
});

test('only that user and administrators see them', async (t) => {
  const { get, suggested } = await fixture(t);
  t.equal((await suggested({}, { token: 'root' })).status, 200);
  t.equal((await suggested({}, { token: me.toUpperCase() })).status, 403);
  const other = await suggested({}, { token: userOf(1) });
  t.match(other, { status: 403, body: { code: 'forbidden' } });
  const nobody = await get<ProblemBody>(`/users/${me}/suggested`);
  t.match(nobody, { status: 401, body: { code: 'unauthorized' } });
});

test('bad input is one answer with all faults', async (t) => {
  const { get, suggested } = await fixture(t);
  for (const limit of ['0', '101', 'x']) t.equal((await suggested({ limit })).status, 400);
  const { status, body } = await get<ProblemBody>(
    '/users/nobody/suggested',
    { limit: '0', fields: 'all', cursor: 'x' },
    { authorization: 'Bearer root' },
  );
  t.equal(status, 400);
  t.same(new Set(body.errors?.map(({ parameter }) => parameter)).size, 4);
});

test('a rating just given counts for who brings its token', async (t) => {
  const { apply, suggested, sealer } = await fixture(t);
  await apply([given(0, 1, 9), given(1, 1, 8)]);
  const write = 'w'.repeat(22);
  const id = ids[0] ?? '';
  const headers = {
    'consistency-token': sealToken(sealer, { write, subjects: 2 }),
    prefer: 'wait=0',
  };
  const rated = given(0, 0, 10);
  const covers = [{ write, subject: `rating:${rated.id}` }];
  t.equal((await suggested({}, { headers })).status, 503);
  await apply([{ ...rated, covers }]);
  t.equal((await suggested({}, { headers })).status, 503, 'the movie has not been folded yet');
  const movie = movieChange(movies[0], 'put', [{ write, subject: `movie:${id}` }]);
  await apply([movie]);
  const { status, body } = await suggested({}, { headers });
  t.equal(status, 200);
  t.equal(body.items.length, 1);
});

test('no more is read than the bounds say', async (t) => {
  const { view, apply } = await fixture(t);
  const ratings = ids.flatMap((_, movie) =>
    [0, 1, 2, 3].map((user) => given(movie, user, user === 0 && movie > 5 ? 2 : 8, versionAt(1))),
  );
  await apply(ratings);
  const slices: number[] = [];
  const counting = {
    ...view,
    listSlice: (...[table, query]: Parameters<typeof view.listSlice>) => {
      slices.push(query.limit);
      return view.listSlice(table, query);
    },
  };
  const bounds = { ownRatings: 4, ratersOfMovie: 2, raters: 2, ratingsOfRater: 3, candidates: 5 };
  await readSuggestions(counting, { userId: me, limit: 20, fields: 'summary' }, bounds);
  t.same(slices, [4, 3, 3, 3, 3, 3, 3]);
  t.ok(suggestionBounds.candidates <= 1_000);
});
