import { randomUUID } from 'node:crypto';
import { type CommandApi, callers, onEachStore } from './command-fixture.js';

const nobody = '01890000-0000-7000-8000-00000000dead';
const as = 'viewer';

const movieOf = async ({ send }: CommandApi) =>
  (await send('POST', '/movies', { title: 'Heat' })).body.id;
const commentsOf = async (api: CommandApi) => `/movies/${await movieOf(api)}/comments`;

/** How many comments there were: they are told of beside the movie, which goes with them, and the totals. */
async function commentsLeft(api: CommandApi, url: string): Promise<number> {
  const gone = await api.send('DELETE', url.replace('/comments', ''));
  return (api.tokenOf(gone).subjects ?? 0) - 2;
}

onEachStore('a comment is made by whoever calls, and answered whole', async (t, api) => {
  const movieId = await movieOf(api);
  const url = `/movies/${movieId.toUpperCase()}/comments`;
  for (const who of ['viewer', 'provider', 'administrator'] as const) {
    const made = await api.send('POST', url, { text: 'Well.' }, { as: who });
    t.equal(made.status, 201);
    const { id, version, createdAt } = made.body as unknown as Record<string, string>;
    t.strictSame(made.body, {
      ...{ id, movieId, userId: callers[who].id, text: 'Well.', createdAt, version },
    });
    t.equal(made.headers['location'], `/comments/${id}`);
    t.equal(made.headers['etag'], `"${version}"`);
    t.ok(api.tokenOf(made).write);
  }
  t.equal((await api.send('POST', url, { text: 'Well.' }, { as: null })).status, 401);
});

onEachStore('a text is kept byte for byte, up to 10,000 UTF-16 units', async (t, api) => {
  const url = await commentsOf(api);
  const texts = [
    ...[
      'x',
      ' \t\n x \u00a0',
      'a\tb\nc',
      'Ame\u0301lie',
      '<b>&amp;</b>',
      "'; DROP TABLE comments --",
    ],
    ...['x'.repeat(10_000), '😀'.repeat(5_000), ` ${'x'.repeat(9_998)} `, '\u2028{"a":1}'],
  ];
  for (const text of texts) {
    const made = await api.send('POST', url, { text }, { as });
    t.equal(made.status, 201);
    t.equal((made.body as unknown as { text: string }).text, text);
  }
});

onEachStore('what is wrong is named, all of it, and changes nothing', async (t, api) => {
  const url = await commentsOf(api);
  const bad: readonly [pointers: readonly string[], body: unknown][] = [
    [['/text'], {}],
    [['/text'], { text: null }],
    [['/text'], { text: 5 }],
    [['/text'], { text: '' }],
    [['/text'], { text: ' \n\t\u00a0' }],
    [['/text'], { text: 'x'.repeat(10_001) }],
    [['/text'], { text: `x${' '.repeat(10_000)}` }],
    [['/text'], { text: '😀'.repeat(5_001) }],
    [['/text'], { text: 'nul \u0000' }],
    [['/text'], { text: 'return \r' }],
    [['/text'], { text: 'half \ud800 pair' }],
    [['/id', '/text', '/userId'], { id: 'mine', text: '', userId: nobody }],
  ];
  for (const [pointers, body] of bad) {
    const answer = await api.send('POST', url, body, { as });
    const name = JSON.stringify(body).slice(0, 60);
    t.match(answer, { status: 400, body: { code: 'invalid-input' } }, name);
    t.same(answer.body.errors?.map(({ pointer }) => pointer).sort(), pointers, name);
  }
  for (const path of ['/movies/heat/comments', `${url}?dryRun=maybe`, `${url}?x=1`]) {
    t.match(await api.send('POST', path, { text: 'x' }, { as }), { status: 400 }, path);
  }
  t.match(await api.send('DELETE', '/comments/mine', undefined, { as }), { status: 400 });
  t.equal(await commentsLeft(api, url), 0);
});

onEachStore('an unknown movie is 404, an id that exists 409', async (t, api) => {
  const url = await commentsOf(api);
  const unknown = await api.send('POST', `/movies/${nobody}/comments`, { text: 'x' }, { as });
  t.match(unknown, { status: 404, body: { code: 'movie-not-found' } });
  const id = randomUUID();
  t.equal((await api.send('POST', url, { id: id.toUpperCase(), text: 'x' }, { as })).body.id, id);
  t.match(await api.send('POST', url, { id, text: 'x' }, { as }), {
    ...{ status: 409, body: { code: 'already-exists', errors: [{ pointer: '/id' }] } },
  });
  const other = randomUUID();
  const all = await Promise.all(
    Array.from({ length: 10 }, () => api.send('POST', url, { id: other, text: 'x' }, { as })),
  );
  const statuses = all.map(({ status }) => status).sort();
  t.same(statuses, [201, ...Array.from({ length: 9 }, () => 409)]);
});

onEachStore(
  'a key is for one movie: the same text on another is another comment',
  async (t, api) => {
    const [url, other] = [await commentsOf(api), await commentsOf(api)];
    const headers = { 'idempotency-key': randomUUID() };
    const first = await api.send('POST', url, { text: 'x' }, { as, headers });
    const again = await api.send('POST', url, { text: 'x' }, { as, headers });
    t.equal(again.headers['idempotency-replayed'], 'true');
    t.equal(again.text, first.text);
    const elsewhere = await api.send('POST', other, { text: 'x' }, { as, headers });
    t.match(elsewhere, { status: 422, body: { code: 'idempotency-key-reused' } });
    t.equal(await commentsLeft(api, url), 1);
    t.equal(await commentsLeft(api, other), 0);
  },
);

onEachStore('its author or an administrator deletes it, once', async (t, api) => {
  const url = await commentsOf(api);
  for (const who of ['viewer', 'administrator'] as const) {
    const { id } = (await api.send('POST', url, { text: 'x' }, { as })).body;
    const place = `/comments/${id.toUpperCase()}`;
    t.equal((await api.send('DELETE', place, undefined, { as: null })).status, 401);
    const stranger = await api.send('DELETE', place, undefined, { as: 'provider' });
    t.match(stranger, { status: 403, body: { code: 'forbidden' } });
    const gone = await api.send('DELETE', place, undefined, { as: who });
    t.match(gone, { status: 204, text: '' });
    t.ok(api.tokenOf(gone).write);
    const again = await api.send('DELETE', place, undefined, { as: who });
    t.match(again, { status: 404, body: { code: 'comment-not-found' } });
    const anew = await api.send('POST', url, { id, text: 'y' }, { as });
    t.equal(anew.status, 201, 'and may be made anew');
  }
});

onEachStore('If-Match and dry runs are as of everything else', async (t, api) => {
  const [url, untouched] = [await commentsOf(api), await commentsOf(api)];
  const dry = await api.send('POST', `${untouched}?dryRun=true`, { text: 'x' }, { as });
  t.match(dry, { status: 200, body: { text: 'x' }, headers: { 'consistency-token': undefined } });
  t.equal(await commentsLeft(api, untouched), 0);
  const made = await api.send('POST', url, { text: 'x' }, { as });
  const place = `/comments/${made.body.id}`;
  const remove = (ifMatch: string, query = '') =>
    api.send('DELETE', place + query, undefined, { as, headers: { 'if-match': ifMatch } });
  t.match(await remove('"5"'), { status: 412, body: { code: 'version-mismatch' } });
  t.equal((await remove('"5"', '?dryRun=true')).status, 412);
  t.equal((await remove('*', '?dryRun=true')).status, 200);
  t.equal((await remove(String(made.headers['etag']))).status, 204);
});

onEachStore('a movie takes its comments along', async (t, api) => {
  const movieId = await movieOf(api);
  const { id } = (await api.send('POST', `/movies/${movieId}/comments`, { text: 'x' }, { as }))
    .body;
  const gone = await api.send('DELETE', `/movies/${movieId}`);
  t.equal(gone.status, 204);
  t.equal(api.tokenOf(gone).subjects, 3, 'the token waits for the comment, too');
  const place = `/comments/${id}`;
  t.equal((await api.send('DELETE', place, undefined, { as })).status, 404);
});
