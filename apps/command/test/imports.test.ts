/** Uploads of rows, over HTTP: taken whole or not at all, imported in order, asked about by whoever sent them. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Test, t } from 'tap';
import {
  type CommandApi,
  type CommandApiOptions,
  onEachStore,
  type Sent,
  startCommandApi,
} from './command-fixture.js';

const ndjson = { 'content-type': 'application/x-ndjson' };
const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const upload = (
  api: CommandApi,
  payload: string | Buffer | Readable,
  { query = '', ...sent }: Sent & { readonly query?: string } = {},
) =>
  api.inject(
    { method: 'POST', url: `/imports${query}`, payload },
    { ...sent, headers: { ...ndjson, ...sent.headers } },
  );

/** As it stands at its end. */
async function ended(api: CommandApi, location: unknown, sent: Sent = {}) {
  for (;;) {
    const answer = await api.send('GET', String(location), undefined, sent);
    if (answer.status !== 200 || answer.body.endedAt !== null) return answer;
    await sleep(20);
  }
}

const import_ = async (api: CommandApi, rows: readonly unknown[], sent: Sent = {}) =>
  await ended(api, (await upload(api, lines(rows), sent)).headers['location'], sent);

const foldersOf = (t: Test) => `${t.testdirName}/imports`;
const filesIn = (t: Test) => {
  const folder = foldersOf(t);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'folder-name') : [];
};

/** Files go when their import is at its end, or was refused. */
async function untilNoFiles(t: Test) {
  while (filesIn(t).length > 0) await sleep(5);
}

onEachStore('rows become movies, and what is wrong refuses its row alone', async (t, api) => {
  const mark = `${Date.now()}`;
  const body = [
    `\uFEFF{"title":"Stalker ${mark}","year":1979}`,
    '',
    '{"title":"","year":1,"genre":"x"}\r',
    '{"title":"Mirror',
    `{"title":"The Film ${mark}","year":1931,"cast":["A"],"genres":[],"href":null,"extract":"E"}`,
    '[1]',
    `${'['.repeat(70)}${']'.repeat(70)}`,
  ].join('\n');
  const taken = await upload(api, body);
  t.match(taken, {
    status: 202,
    headers: { location: `/imports/${taken.body.id}`, 'consistency-token': /./ },
    body: { state: 'waiting', rows: 0, dryRun: false, endedAt: null },
  });
  const { body: done } = await ended(api, taken.headers['location']);
  t.match(done, {
    ...{ state: 'done', detail: null, rows: 6, accepted: 2, refused: 4, unchanged: 0 },
    ...{ bytes: Buffer.byteLength(body), bytesRead: Buffer.byteLength(body) },
    sha256: createHash('sha256').update(body).digest('hex'),
    reasons: [
      {
        ...{ row: 2, line: 3 },
        errors: [{ pointer: '/genre' }, { pointer: '/title' }, { pointer: '/year' }],
      },
      { row: 3, line: 4, errors: [{ code: 'invalid-json' }] },
      { row: 5, line: 6, errors: [{ code: 'not-an-object' }] },
      { row: 6, line: 7, errors: [{ code: 'too-deep' }] },
    ],
  });
  await untilNoFiles(t);
  const again = await ended(api, (await upload(api, body)).headers['location']);
  t.match(again.body, { accepted: 0, unchanged: 2, refused: 4 }, 'a second time changes nothing');
});

onEachStore('rows that name their movie make it, and replace it', async (t, api) => {
  const id = crypto.randomUUID();
  t.match((await import_(api, [{ id, title: 'One' }])).body, { accepted: 1 });
  t.match((await import_(api, [{ id, title: 'Two' }])).body, { replaced: 1 });
  t.match((await import_(api, [{ id, title: 'Two' }])).body, { unchanged: 1 });
  t.match((await import_(api, [{ id, title: 'Theirs' }], { as: 'rival' })).body, {
    refused: 1,
    reasons: [{ row: 1, errors: [{ code: 'forbidden' }] }],
  });
});

t.test('the same row of two providers is two movies', async (t) => {
  const api = await startCommandApi(t);
  const rows = [{ title: 'Solaris' }, { title: 'Solaris' }];
  t.match((await import_(api, rows)).body, { accepted: 2 });
  t.match((await import_(api, rows, { as: 'rival' })).body, { accepted: 2 });
  t.match((await import_(api, rows)).body, { unchanged: 2 });
});

t.test('an import is shown to whoever sent it, and to administrators', async (t) => {
  const api = await startCommandApi(t);
  const { headers } = await upload(api, '{"title":"A"}');
  const url = String(headers['location']);
  t.match(await ended(api, url), {
    status: 200,
    headers: { 'cache-control': 'private, no-store' },
  });
  t.match(await ended(api, url, { as: 'administrator' }), { status: 200 });
  t.match(await ended(api, url, { as: 'rival' }), { status: 403, body: { code: 'forbidden' } });
  const unknown = await api.send('GET', `/imports/${crypto.randomUUID()}`);
  t.match(unknown, { status: 404, body: { code: 'import-not-found' } });
  t.match(await api.send('GET', '/imports/x'), { status: 400 });
});

t.test('what cannot be taken is refused, and nothing of it stays', async (t) => {
  const api = await startCommandApi(t, { now: Date.now, importLimitBytes: 10_000 });
  const rows = '{"title":"A"}\n'.repeat(1_000);
  const json = { headers: { 'content-type': 'application/json' } };
  t.match(await upload(api, '{"title":"A"}', json), {
    ...{ status: 415, body: { detail: 'The content type must be application/x-ndjson.' } },
  });
  const coded = { headers: { 'content-encoding': 'br' } };
  t.match(await upload(api, 'x', coded), {
    status: 415,
    headers: { 'accept-encoding': 'gzip, identity' },
  });
  t.match(await upload(api, rows), { status: 413, body: { code: 'body-too-large' } });
  const unmeasured = Readable.from(Array.from({ length: 100 }, () => rows.slice(0, 140)));
  t.match(await upload(api, unmeasured), { status: 413 }, 'of whatever length it says it is');
  const gzip = { headers: { 'content-encoding': 'gzip' } };
  t.match(await upload(api, gzipSync(rows), gzip), { status: 413 }, 'unzipped');
  t.match(await upload(api, gzipSync(rows).subarray(0, 40), gzip), { status: 400 });
  t.match(await upload(api, 'x', gzip), { status: 400, body: { code: 'invalid-input' } });
  t.match(await upload(api, ''), { status: 400, body: { errors: [{ code: 'required' }] } });
  t.match(await upload(api, Readable.from([])), { status: 400 });
  t.match(await upload(api, 'x', { query: '?dryrun=true' }), { status: 400 });
  t.match(await upload(api, rows, { as: 'viewer' }), { status: 403 }, 'before it is read');
  t.match(await upload(api, rows, { as: null }), { status: 401 });
  t.same(filesIn(t), []);
});

t.test('gzip is unzipped on its way', async (t) => {
  const api = await startCommandApi(t);
  const gzip = { headers: { 'content-encoding': 'gzip' } };
  const { body, headers } = await upload(api, gzipSync('{"title":"A"}\n{"title":"B"}'), gzip);
  t.equal(body.bytes, 27);
  t.match((await ended(api, headers['location'])).body, { state: 'done', accepted: 2 });
});

t.test('an upload that is cut off before its end leaves nothing', async (t) => {
  const api = await startCommandApi(t);
  const address = await api.app.listen({ port: 0, host: '127.0.0.1' });
  for (const more of [{ 'content-length': 1_000 }, { 'content-encoding': 'gzip' }]) {
    const headers = { ...ndjson, authorization: 'Bearer provider', ...more };
    const sending = request(`${address}/imports`, { method: 'POST', headers });
    sending.on('error', () => undefined);
    sending.write(gzipSync('{"title":"A"}\n'.repeat(100)).subarray(0, 30));
    while (filesIn(t).length === 0) await sleep(5);
    sending.destroy();
    await untilNoFiles(t);
  }
  t.equal(await api.store.isEmpty(), true);
});

t.test('whoever sends faster than the disk takes waits', async (t) => {
  const api = await startCommandApi(t, { now: Date.now, importLimitBytes: 64_000_000 });
  const address = await api.app.listen({ port: 0, host: '127.0.0.1' });
  const headers = { ...ndjson, authorization: 'Bearer provider' };
  const sending = request(`${address}/imports`, { method: 'POST', headers });
  const chunk = Buffer.alloc(1_000_000, ' ');
  for (let sent = 0; sent < 40; sent += 1) if (!sending.write(chunk)) await once(sending, 'drain');
  sending.end('{"title":"A"}');
  const [answer] = await once(sending, 'response');
  answer.resume();
  t.match((await ended(api, answer.headers.location)).body, { bytes: 40_000_013, accepted: 1 });
});

onEachStore('a dry run reports on every row and stores nothing', async (t, api) => {
  const title = `Never ${Date.now()}`;
  const rows = Array.from({ length: 250 }, (_, n) => ({
    title: n % 100 === 7 ? '' : `${title}${n}`,
  }));
  const answer = await upload(api, lines(rows), { query: '?dryRun=true' });
  t.match(answer, {
    status: 200,
    body: {
      ...{ state: 'done', dryRun: true, rows: 250, accepted: 247, refused: 3 },
      reasons: [{ row: 8 }, { row: 108 }, { row: 208 }],
    },
  });
  t.match(
    [answer.headers['location'], answer.headers['consistency-token']],
    [undefined, undefined],
  );
  t.match(await api.send('GET', `/imports/${answer.body.id}`), { status: 404 });
  t.same(filesIn(t), []);
  t.match((await import_(api, rows)).body, { accepted: 247 });
});

onEachStore('the same key and body is one import', async (t, api) => {
  const key = { headers: { 'idempotency-key': `k${Date.now()}` } };
  const body = lines([{ title: `Keyed ${Date.now()}` }]);
  const first = await upload(api, body, key);
  await ended(api, first.headers['location']);
  const second = await upload(api, body, key);
  t.match(second, { status: 202, headers: { 'idempotency-replayed': 'true' } });
  t.same(second.body, first.body);
  t.equal(second.headers['location'], first.headers['location']);
  t.match(await upload(api, `${body}{}`, key), { status: 422 });
  await untilNoFiles(t);
});

t.test('only the first thousand reasons are kept, of all rows the count', async (t) => {
  const api = await startCommandApi(t);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, 1]));
  const rows = [many, ...Array.from({ length: 1_204 }, () => ({}))];
  const { body } = await import_(api, rows);
  t.match(body, { rows: 1_205, refused: 1_205 });
  t.equal(body.reasons.length, 1_000);
  t.equal(body.reasons.at(-1)?.row, 1_000);
  t.equal(body.reasons[0]?.errors.length, 30, 'and of a row that is all wrong some');
});

t.test('a folder that cannot be written is 503', async (t) => {
  const api = await startCommandApi(t);
  writeFileSync(foldersOf(t), 'no folder');
  const answer = await upload(api, '{"title":"A"}');
  t.match(answer, { status: 503, headers: { 'retry-after': '1' }, body: { code: 'unavailable' } });
});

t.test('imports are gone after thirty days', async (t) => {
  const options: CommandApiOptions = { now: Date.now };
  const api = await startCommandApi(t, options);
  const { body } = await import_(api, [{}]);
  const day = 86_400_000;
  t.equal(await api.store.imports.prune(Date.now() + 29 * day), 0);
  t.equal(await api.store.imports.prune(Date.now() + 30 * day), 1);
  t.match(await api.send('GET', `/imports/${body.id}`), { status: 404 });
});
