/**
 * Random and broken headers, cursors, tokens and query strings over raw sockets: the server never fails, always says what is wrong,
 * and changes nothing. HOSTILE_SEED and HOSTILE_RUNS make it another or a longer run.
 */
import type { Movie } from '@marquee/contracts';
import { createSealer } from '@marquee/service';
import fc from 'fast-check';
import t from 'tap';
import type { PageOf } from '../system/client.js';
import { damaged, hostileParameter, hostileValue } from './hostile-values.js';
import { actorId, faultOf, movieId, type RawRequest, startTarget, userId } from './target.js';

const seed = Number(process.env['HOSTILE_SEED'] ?? 1);
const numRuns = Number(process.env['HOSTILE_RUNS'] ?? 150);
t.comment(`HOSTILE_SEED=${seed} HOSTILE_RUNS=${numRuns}`);

const target = await startTarget(t);
const before = await target.catalogue();
const admin = { authorization: `Bearer ${target.bearer}` };
const json = { 'content-type': 'application/json' };

interface Expected<T> {
  readonly requestOf: (value: T) => RawRequest;
  /** All that it may be answered with; left out: whatever is no fault. */
  readonly statuses?: readonly number[];
}
type Tap = Pick<typeof t, 'pass'>;

/** Each request is answered soundly. */
async function holds<T>(t: Tap, values: fc.Arbitrary<T>, expected: Expected<T>): Promise<void> {
  const { requestOf, statuses } = expected;
  const seen = new Map<number, number>();
  const property = fc.asyncProperty(values, async (value) => {
    const answer = await target.send(requestOf(value));
    const fault = faultOf(answer);
    if (fault !== null) throw new Error(fault);
    const fits = statuses === undefined || statuses.includes(answer.status);
    if (!fits) throw new Error(`${answer.status} is none of ${statuses}: ${answer.body}`);
    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
  });
  await fc.assert(property, { seed, numRuns });
  t.pass([...seen].map(([status, count]) => `${count} times ${status}`).join(', '));
}

t.test('any If-Match but the right one refuses a change', async (t) => {
  for (const [url, body] of [
    [`/movies/${movieId}`, '{"title":"Changed"}'],
    [`/actors/${actorId}`, '{"name":"Changed"}'],
  ] as const) {
    // What stands behind an actor's version is the count of movies, which is no change of the actor.
    const { version } = (await target.client.get<Movie>(url)).body;
    const near = damaged(`"${version}`).map((start) => `${start}"`);
    const wrong = fc.oneof(near, hostileValue).filter((value) => value.trim() !== '*');
    const guarded = (value: string) => ({ ...admin, ...json, 'if-match': value });
    for (const method of ['PATCH', 'DELETE'] as const) {
      const sent = method === 'PATCH' ? { method, target: url, body } : { method, target: url };
      await holds(t, wrong, {
        requestOf: (value) => ({ ...sent, headers: guarded(value) }),
        statuses: [400, 412, 431],
      });
    }
  }
});

t.test('any Authorization but the right one is refused', async (t) => {
  const post = { method: 'POST', target: '/movies', body: '{"title":"Not mine"}' };
  const nearly = damaged(target.bearer).map((text) => `Bearer ${text}`);
  await holds(t, fc.oneof(nearly, hostileValue), {
    requestOf: (value) => ({ ...post, headers: { ...json, authorization: value } }),
    statuses: [400, 401, 431],
  });
});

t.test('any other header is passed over or refused', async (t) => {
  const names = [
    ...['if-none-match', 'consistency-token', 'accept-encoding', 'x-request-id', 'prefer'],
    ...['accept', 'range', 'origin', 'x-forwarded-for', 'traceparent', 'cookie', 'te', 'via'],
  ];
  const urls = ['/movies?limit=2', `/movies/${movieId}`, '/actors', '/genres', '/health/live'];
  const read = fc.tuple(fc.constantFrom(...urls), fc.constantFrom(...names), hostileValue);
  await holds(t, read, {
    requestOf: ([url, name, value]) => {
      return { method: 'GET', target: url, headers: { [name]: value } };
    },
  });
  const write = fc.tuple(
    fc.constantFrom('idempotency-key', 'content-type', ...names),
    hostileValue,
  );
  await holds(t, write, {
    requestOf: ([name, value]) => ({
      ...{ method: 'POST', target: '/movies', body: '{"title":""}' },
      headers: { ...admin, ...json, [name]: value },
    }),
    statuses: [400, 415, 431],
  });
});

t.test('any query string is understood or refused', async (t) => {
  const name = fc.constantFrom(
    ...['limit', 'skip', 'cursor', 'sort', 'genre', 'tag', 'year', 'actor', 'provider', 'ids'],
    ...[
      'q',
      'email',
      'userId',
      'plan',
      'isActive',
      'language',
      'minRating',
      'fields',
      'from',
      'name',
      'gender',
      'birthDate',
      '__proto__',
      '',
    ],
  );
  const query = fc
    .array(fc.tuple(name, hostileParameter), { maxLength: 4 })
    .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join('&'));
  const paths = [
    ...['/movies', '/actors', '/genres', '/tags', `/movies/${movieId}`, `/actors/${actorId}`],
    ...[`/actors/${actorId}/movies`, `/movies/${movieId}/ratings/${userId}`],
    ...[`/movies/${movieId}/comments`, `/users/${userId}/comments`, `/comments/${movieId}`],
    ...['/search', '/suggestions', `/movies/${movieId}/related`],
    ...['/users', '/users/me', `/users/${userId}`, '/subscriptions', `/subscriptions/${userId}`],
  ];
  await holds(t, fc.tuple(fc.constantFrom(...paths), query), {
    requestOf: ([path, text]) => ({ method: 'GET', target: `${path}?${text}`, headers: admin }),
  });
});

t.test('a cursor or a token that was touched, or sealed elsewhere, is refused', async (t) => {
  const first = await target.client.get<PageOf<Movie>>('/movies?limit=1');
  const cursor = first.body.page.next ?? '';
  const written = await target.client.send('PATCH', `/movies/${movieId}`, { body: {} });
  const token = written.headers.get('consistency-token') ?? '';
  const others = createSealer(['a key of thirty-two characters, or more']);
  const wrong = (right: string, kind: string) =>
    fc
      .oneof(damaged(right), fc.constantFrom(token, cursor, others.seal(kind, ['w', 1])))
      .filter((text) => text !== right);
  await holds(t, wrong(cursor, 'cursor'), {
    requestOf: (text) => ({ method: 'GET', target: `/movies?limit=1&cursor=${text}` }),
    statuses: [400],
  });
  await holds(t, wrong(token, 'consistency-token'), {
    requestOf: (text) => {
      return { method: 'GET', target: '/movies', headers: { 'consistency-token': text } };
    },
    statuses: [400],
  });
});

t.test('nothing of it changed the catalogue', async (t) => {
  t.equal(await target.catalogue(), before);
  t.ok(await target.isAlive());
});
