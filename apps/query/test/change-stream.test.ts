/** Changes as server-sent events, over real connections. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, type ChangeEvent, Rejected } from '@marquee/contracts';
import { type Authenticate, openPlace } from '@marquee/service';
import { type Test, test } from 'tap';
import { changeEvents } from '../src/changes/change-events.js';
import { makeMovies, type TestMovie } from './catalogue.js';
import { movieChange, type ProblemBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(4);

function upsert(position: number, entry: TestMovie | undefined): ChangeEvent {
  const event = movieChange(entry);
  if (event.kind !== 'movie') throw new TypeError('it is one');
  return { ...event, positions: [{ position, version: event.version, at: 1_000 }] };
}

interface Options {
  readonly maxStreams?: number;
  readonly authenticate?: Authenticate;
  readonly heartbeatMs?: number;
}

async function fixture(t: Test, options: Options = {}) {
  const found = await queryFixture(t, { movies, ...options });
  const url = await found.app.listen({ host: '127.0.0.1', port: 0 });
  const open = async (path = '/changes/stream', headers: Record<string, string> = {}) => {
    const ending = new AbortController();
    t.teardown(() => ending.abort());
    const response = await fetch(`${url}${path}`, { headers, signal: ending.signal });
    return { response, ending, blocks: blocksOf(response) };
  };
  return { ...found, url, open };
}

interface Block {
  readonly event?: string;
  readonly id?: string;
  readonly data?: string;
  readonly retry?: string;
}

/** What lies between blank lines, as the fields that it has. */
async function* blocksOf({ body }: Response): AsyncGenerator<Block> {
  if (body === null) return;
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      yield Object.fromEntries(
        block.split('\n').map((line) => {
          const colon = line.indexOf(': ');
          return [line.slice(0, colon), line.slice(colon + 2)];
        }),
      );
    }
  }
}

async function nextOf(blocks: AsyncGenerator<Block>): Promise<Block> {
  const { value, done } = await blocks.next();
  if (done) throw new Error('the stream has ended');
  return value;
}

test('changes arrive as events, and a client that comes again goes on after its last one', async (t) => {
  const { open, apply, sealer } = await fixture(t);
  const { response, blocks, ending } = await open();
  t.equal(response.status, 200);
  for (const [name, value] of [
    ['content-type', 'text/event-stream'],
    ['cache-control', 'private, no-store, no-transform'],
    ['x-accel-buffering', 'no'],
  ] as const) {
    t.equal(response.headers.get(name), value);
  }
  const start = await nextOf(blocks);
  t.match(start, { retry: '3000', id: String });
  await apply([upsert(1, movies[0]), upsert(2, movies[1])]);
  const first = await nextOf(blocks);
  t.equal(first.event, 'upsert');
  const { id, movie }: Change = JSON.parse(first.data ?? '');
  t.same([id, movie], [movies[0]?.movie.id, movies[0]?.movie]);
  t.match(openPlace(sealer, first.id ?? '', 'id'), { position: 1 });
  ending.abort();

  const again = await open('/changes/stream', { 'last-event-id': first.id ?? '' });
  await nextOf(again.blocks);
  const second: Change = JSON.parse((await nextOf(again.blocks)).data ?? '');
  t.equal(second.id, movies[1]?.movie.id);
  const [entry] = movies;
  const gone = movieChange(entry, 'delete');
  const version = (entry?.movie.version ?? 0) + 1;
  await apply([{ ...gone, positions: [{ position: 3, version, at: 1_000 }] } as ChangeEvent]);
  t.match(await nextOf(again.blocks), { event: 'deletion' });

  const resumed = await open(`/changes/stream?after=${start.id}`);
  await nextOf(resumed.blocks);
  t.match(await nextOf(resumed.blocks), { event: 'deletion' }, 'the first movie as it is now');
});

test('Last-Event-ID counts more than the address, and an empty one not at all', async (t) => {
  const { open, apply } = await fixture(t);
  const first = await nextOf((await open()).blocks);
  await apply([upsert(1, movies[0]), upsert(2, movies[1])]);
  const blocks = (await open(`/changes/stream?after=${first.id}`, { 'last-event-id': '' })).blocks;
  await nextOf(blocks);
  const one = await nextOf(blocks);
  const path = `/changes/stream?after=${first.id}`;
  const later = (await open(path, { 'last-event-id': one.id ?? '' })).blocks;
  await nextOf(later);
  t.equal(JSON.parse((await nextOf(later)).data ?? '').id, movies[1]?.movie.id);
});

test('there are no more streams than fit, and a place is free again when one ends', async (t) => {
  const { open, url } = await fixture(t, { maxStreams: 2 });
  const [first] = [await open(), await open()];
  const refused = await fetch(`${url}/changes/stream`);
  const problem = (await refused.json()) as ProblemBody;
  t.same([refused.status, problem.code], [503, 'overloaded']);
  t.match(refused.headers.get('retry-after'), /^\d+$/);
  t.equal((await fetch(`${url}/changes/stream`, { method: 'HEAD' })).status, 200);
  first?.ending.abort();
  for (let status = 503; status === 503; await sleep(5)) status = (await open()).response.status;
});

test('closing the app ends streams cleanly, and does not wait for clients that take nothing', async (t) => {
  const { open, app, apply, url } = await fixture(t);
  const { blocks } = await open();
  const { id } = await nextOf(blocks);
  const { hostname, port } = new URL(url);
  const deaf = connect(Number(port), hostname);
  t.teardown(() => deaf.destroy());
  deaf.on('error', () => {});
  deaf.pause();
  await once(deaf, 'connect');
  deaf.write(`GET /changes/stream?after=${id} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const [movie] = movies;
  if (movie === undefined) throw new RangeError('there is one');
  const long = { ...movie, movie: { ...movie.movie, synopsis: 'x'.repeat(10_000) } };
  for (let n = 0; n < 20; n += 1) {
    await apply(Array.from({ length: 100 }, (_, m) => upsert(n * 100 + m + 1, long)));
  }
  const reading = (async () => {
    let count = 0;
    for await (const { event } of blocks) if (event === 'upsert') count += 1;
    return count;
  })();
  await sleep(300);
  const from = performance.now();
  await app.close();
  t.ok(performance.now() - from < 5_000, 'well below the time that a shutdown may take');
  t.ok((await reading) > 0, 'it ended as streams end');
});

test('a heartbeat names the place, and ends the stream of a token that is accepted no longer', async (t) => {
  const place = { beganAt: 1, position: 4 };
  let position = 4;
  let isAllowed = true;
  const events = changeEvents({
    ...{ place, kinds: new Set(['movie']), heartbeatMs: 10 },
    signal: new AbortController().signal,
    idOf: ({ position }) => `at ${position}`,
    isAllowed: async () => isAllowed,
    feed: {
      async next(_place, { atMostMs }) {
        await sleep(atMostMs);
        return { changes: [], position };
      },
    },
  });
  t.equal((await events.next()).value, 'retry: 3000\nid: at 4\n\n');
  t.equal((await events.next()).value, ': alive\nid: at 4\n\n');
  position = 9;
  t.equal((await events.next()).value, ': alive\nid: at 9\n\n', 'past what is not shown');
  isAllowed = false;
  t.ok((await events.next()).done);
});

test('a token that is revoked ends its stream, but no outage of what knows tokens', async (t) => {
  let isRevoked = false;
  let isAway = false;
  const authenticate: Authenticate = async (token) => {
    if (isAway) throw new Rejected('unavailable');
    return token === 'reader' && !isRevoked ? { id: 'reader', role: 'viewer' } : null;
  };
  const { open, url } = await fixture(t, { authenticate, heartbeatMs: 20 });
  t.equal((await fetch(`${url}/changes/stream`)).status, 401);
  const { response, blocks } = await open('/changes/stream', { authorization: 'Bearer reader' });
  t.equal(response.status, 200);
  await nextOf(blocks);
  isAway = true;
  for (let n = 0; n < 5; n += 1) t.match(await nextOf(blocks), { id: String });
  isAway = false;
  isRevoked = true;
  for await (const block of blocks) t.match(block, { id: String });
  t.pass('it ended');
});

test('a place that expires while its stream waits is said by an event', async (t) => {
  const { open, apply, view } = await fixture(t);
  const { blocks } = await open();
  await nextOf(blocks);
  await apply([upsert(9, movies[0])]);
  await view.apply([[{ table: 'settledPosition', settled: 8 }]]);
  const { event, data } = await nextOf(blocks);
  t.equal(event, 'expired');
  t.match(JSON.parse(data ?? ''), { code: 'changes-expired', status: 410 });
  t.ok((await blocks.next()).done);
});

test('no more is read than a client takes', async (t) => {
  let reads = 0;
  const change = { kind: 'movie', id: 'm', version: 1, at: 1 } as const;
  const json = JSON.stringify('x'.repeat(100_000));
  const events = changeEvents({
    place: { beganAt: 1, position: 0 },
    ...{ kinds: new Set(['movie']), heartbeatMs: 60_000 },
    signal: new AbortController().signal,
    idOf: ({ position }) => `${position}`,
    isAllowed: async () => true,
    feed: {
      async next({ position }) {
        reads += 1;
        return { changes: [{ ...change, position: position + 1, json }], position: position + 1 };
      },
    },
  });
  const stream = Readable.from(events, { objectMode: false, highWaterMark: 65_536 });
  await once(stream, 'readable');
  await sleep(50);
  t.ok(reads <= 3, `${reads} reads`);
  stream.destroy();
});
