import type { Comment, RecordChange } from '@marquee/contracts';
import { PROJECTION_VERSION } from '@marquee/projection';
import { buildComment, idOf } from '@marquee/testing';
import { test } from 'tap';
import { makeMovies, uuidOf } from './catalogue.js';
import { movieChange, type PageBody, type ProblemBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(2);
const [movieId = '', otherId = ''] = movies.map(({ movie }) => movie.id);
const [author, another] = [idOf(0xe1), idOf(0xe2)];

/** Two of them at each instant. */
const comments = Array.from({ length: 25 }, (_, n) =>
  buildComment({
    ...{ id: idOf(0x100 + ((n * 7) % 25)), movieId, text: `Comment ${n}\n` },
    userId: n % 5 === 0 ? another : author,
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, n >> 1)).toISOString(),
  }),
);
const newestFirst = (all: readonly Comment[]) =>
  [...all].sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? 1 : -1));

const change = (record: Comment): RecordChange<'comment'> => ({
  ...{ kind: 'record', type: 'comment', id: record.id, version: record.version, record },
  ...{ befores: [], covers: [] },
});
const removal = (before: Comment, version = before.version + 1): RecordChange<'comment'> => ({
  ...{ kind: 'record', type: 'comment', id: before.id, version, record: null },
  ...{ befores: [before], covers: [] },
});

async function fixture(t: Parameters<typeof queryFixture>[0]) {
  const found = await queryFixture(t, { movies });
  await found.apply(comments.map(change));
  const totals = [
    { selection: `comments:movie:${movieId}`, count: 25, version: 1 },
    { selection: `comments:user:${author}`, count: 20, version: 1 },
  ];
  await found.apply([{ kind: 'totals', totals, covers: [] }]);
  return found;
}

test('comments on a movie and of a user come newest first, each once, in pages of any size', async (t) => {
  const { get } = await fixture(t);
  const lists = [
    [`/movies/${movieId}/comments`, newestFirst(comments)],
    [`/users/${author}/comments`, newestFirst(comments.filter((one) => one.userId === author))],
  ] as const;
  for (const [path, expected] of lists) {
    for (const limit of ['1', '7', '100']) {
      const found: Comment[] = [];
      const back: (string | null)[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: Record<string, string> = { limit, ...(cursor === '' ? {} : { cursor }) };
        const answer = await get<PageBody<Comment>>(path, query);
        const { body, headers }: typeof answer = answer;
        found.push(...body.items);
        back.push(body.page.previous);
        t.equal(body.page.total, expected.length);
        t.match(headers['link'], new RegExp(`<${path}\\?limit=${limit}>; rel="first"`));
        cursor = body.page.next;
      }
      t.same(found, expected, `${path} by ${limit}`);
      t.equal(back[0], null);
    }
    const skipped = await get<PageBody<Comment>>(path, { skip: '3', limit: '5' });
    t.same(skipped.body.items, expected.slice(3, 8));
    const { previous } = skipped.body.page;
    const before = await get<PageBody<Comment>>(path, { limit: '3', cursor: previous ?? '' });
    t.same(before.body.items, expected.slice(0, 3));
  }
});

test('a movie without comments has none, an unknown one is 404, and so is a deleted one', async (t) => {
  const { get, apply } = await fixture(t);
  const none = { items: [], page: { limit: 20, next: null, previous: null, total: 0 } };
  t.same((await get(`/movies/${otherId}/comments`)).body, none);
  t.same((await get(`/users/${idOf(0xe9)}/comments`)).body, none);
  await apply([movieChange(movies[1], 'delete')]);
  for (const id of [otherId, uuidOf('movie', 99_999)]) {
    const { status, body } = await get<ProblemBody>(`/movies/${id}/comments`);
    t.same([status, body.code], [404, 'movie-not-found']);
  }
});

test('a comment is read by its id, and conditionally', async (t) => {
  const { get, apply } = await fixture(t);
  const [comment] = comments;
  if (comment === undefined) throw new Error('no comment');
  const path = `/comments/${comment.id}`;
  const { body, headers } = await get(path.toUpperCase().replace('/COMMENTS', '/comments'));
  t.same(body, comment);
  t.equal(headers['etag'], `"${comment.version}"`);
  t.match(headers['view-lag'], /^\d+$/);
  for (const one of [path, `/movies/${movieId}/comments`, `/users/${author}/comments`]) {
    const tag = String((await get(one)).headers['etag']);
    t.equal((await get(one, {}, { 'if-none-match': tag })).status, 304, one);
  }
  await apply([removal(comment)]);
  const gone = await get<ProblemBody>(path);
  t.same([gone.status, gone.body.code], [404, 'comment-not-found']);
  const left = await get<PageBody<Comment>>(`/movies/${movieId}/comments`, { limit: '100' });
  t.notOk(left.body.items.some(({ id }) => id === comment.id));
});

test('bad input is named, all of it; a cursor is good for its own list alone', async (t) => {
  const { get } = await fixture(t);
  const path = `/movies/${movieId}/comments`;
  const { body } = await get<PageBody<Comment>>(path, { limit: '2' });
  const cursor = body.page.next ?? '';
  const foreign = await get<ProblemBody>(`/users/${author}/comments`, { cursor });
  t.same([foreign.status, foreign.body.code], [400, 'invalid-cursor']);
  const bad = await get<ProblemBody>('/movies/x/comments?limit=101&cursor=forged&huh=1');
  t.equal(bad.status, 400);
  const named = bad.body.errors?.map(({ parameter }) => parameter).sort();
  t.same(named, ['cursor', 'huh', 'id', 'limit']);
  for (const wrong of ['/users/me/comments', '/comments/x', `${path}?skip=1&cursor=${cursor}`]) {
    t.equal((await get(wrong)).status, 400, wrong);
  }
});

test('a read with a token waits for its comment', async (t) => {
  const { get } = await fixture(t);
  const path = `/movies/${movieId}/comments`;
  const refused = await get<ProblemBody>(path, {}, { 'consistency-token': 'forged' });
  t.same([refused.status, refused.body.code], [400, 'invalid-token']);
});

test('a view that is older than comments is behind, and serves the rest', async (t) => {
  const { get } = await queryFixture(t, { movies, projectionVersion: PROJECTION_VERSION - 1 });
  for (const path of [
    ...[`/movies/${movieId}/comments`, `/users/${author}/comments`, `/comments/${idOf(1)}`],
  ]) {
    const { status, body, headers } = await get<ProblemBody>(path);
    t.same([status, body.code], [503, 'view-behind'], path);
    t.ok(headers['retry-after']);
  }
  t.equal((await get(`/movies/${movieId}`)).status, 200);
  t.equal((await get('/actors')).status, 200);
});
