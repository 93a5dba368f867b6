/** Connections that misbehave: half requests, slow ones, wrong lengths, too much, too many at once. None harms, none hangs. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { exchange, exchangeAll } from './exchange.js';
import { answerOf, faultOf, movieId, startTarget } from './target.js';

const seed = Number(process.env['HOSTILE_SEED'] ?? 1);
const numRuns = Number(process.env['HOSTILE_RUNS'] ?? 150);
t.comment(`HOSTILE_SEED=${seed} HOSTILE_RUNS=${numRuns}`);

const AT_ONCE = 50;

const target = await startTarget(t);
const before = await target.catalogue();
const { port, bearer } = target;

const head = (line: string, ...headers: readonly string[]) =>
  `${[`${line} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${bearer}`, ...headers].join('\r\n')}\r\n\r\n`;
const json = 'Content-Type: application/json';
const body = '{"title":"Changed"}';
const patch = (...headers: readonly string[]) => head(`PATCH /movies/${movieId}`, json, ...headers);
const statusesOf = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, s]) => Number(s));

t.test('a request that stays half is ended with 408, wherever it stops', async (t) => {
  const whole = `${patch(`Content-Length: ${body.length + 1}`)}${body}`;
  const cuts = [
    0,
    3,
    20,
    60,
    whole.indexOf('\r\n\r\n') + 2,
    whole.length - body.length,
    whole.length,
  ];
  const answers = await Promise.all(cuts.map((cut) => exchange(port, whole.slice(0, cut))));
  t.strictSame(
    answers.map(statusesOf),
    cuts.map(() => [408]),
  );
  for (const answer of answers) t.equal(faultOf(answerOf(answer)), null);
});

t.test('a request that comes a byte at a time does not live longer than any other', async (t) => {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket
    .on('error', () => undefined)
    .on('data', (data) => {
      received += data.toString();
    });
  for (const letter of head('GET /movies', `X-Slow: ${'x'.repeat(2_000)}`)) {
    if (socket.destroyed || socket.readableEnded) break;
    socket.write(letter);
    await sleep(20);
  }
  await closed;
  t.strictSame(statusesOf(received), [408]);
});

t.test('headers that are too large or too many are 431', async (t) => {
  const many = Array.from({ length: 3_000 }, (_, n) => `X-${n}: ${n}`);
  for (const headers of [[`X: ${'x'.repeat(100_000)}`], many, [`${'X'.repeat(20_000)}: x`]]) {
    const answer = answerOf(await exchange(port, head('GET /movies', ...headers)));
    t.strictSame([answer.status, faultOf(answer)], [431, null]);
  }
  const line = answerOf(await exchange(port, head(`GET /movies?limit=${'1'.repeat(100_000)}`)));
  t.strictSame([line.status, faultOf(line)], [431, null]);
});

t.test('a body of another length than it says changes nothing', async (t) => {
  const wrong = [
    `${patch('Content-Length: 5')}${body}`,
    `${patch('Content-Length: -1')}${body}`,
    `${patch('Content-Length: 1e2')}${body}`,
    `${patch('Content-Length: 99999999999999999999')}${body}`,
    `${patch('Content-Length: 19', 'Content-Length: 20')}${body}`,
    `${patch('Content-Length: 19', 'Transfer-Encoding: chunked')}${body}`,
    `${patch('Transfer-Encoding: chunked')}${body}`,
    `${patch('Transfer-Encoding: chunked')}fffffffffffffffff\r\n${body}`,
    `${patch('Transfer-Encoding: chunked')}5\r\n${body}\r\n0\r\n\r\n`,
    `${patch('Transfer-Encoding: gzip, chunked')}13\r\n${body}\r\n`,
    `${patch('Transfer-Encoding: chunked, identity')}13\r\n${body}\r\n0\r\n\r\n`,
    `${patch()}${body}`,
  ];
  for (const request of wrong) {
    const text = await exchange(port, request);
    const statuses = statusesOf(text);
    t.ok(
      statuses.length > 0 && statuses.every((status) => status >= 400 && status < 500),
      statuses.join(),
    );
    t.equal(faultOf(answerOf(text)), null, request.slice(request.indexOf(json) + json.length));
  }
});

t.test('requests in one go are answered in their order', async (t) => {
  const urls = Array.from({ length: 100 }, (_, n) =>
    n % 3 === 0 ? '/movies?limit=0' : '/movies?limit=1',
  );
  const last = head('GET /nowhere', 'Connection: close');
  const text = await exchange(port, urls.map((url) => head(`GET ${url}`)).join(''), last);
  const expected = urls.map((url) => (url.endsWith('0') ? 400 : 200));
  t.strictSame(statusesOf(text), [...expected, 404]);
});

t.test('who goes away in the middle of an answer harms nobody', async (t) => {
  const gone = Array.from({ length: 100 }, async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(head('GET /movies?limit=100').repeat(20));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
  });
  await Promise.all(gone);
  t.ok(await target.isAlive());
});

t.test('any bytes are answered or refused', async (t) => {
  const pieces = fc.oneof(
    fc.constantFrom(
      ...['GET /movies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'TRACE / HTTP/1.1\r\n'],
      ...['GET /movies HTTP/1.1\r\n', 'PATCH / HTTP/1.1\r\n', 'Host: x\r\n', ' HTTP/2.0\r\n'],
      ...['\r\n', '\r\n\r\n', '\n', '\r', ' : \r\n', '0\r\n\r\n', 'ffff\r\n', '\u0016\u0003\u0001'],
      ...['Content-Length: 3\r\n', 'Transfer-Encoding: chunked\r\n', 'Upgrade: websocket\r\n'],
      ...['Connection: upgrade\r\nUpgrade: h2c\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ...['CONNECT x:1 HTTP/1.1\r\n', 'OPTIONS * HTTP/1.1\r\n', 'Expect: 100-continue\r\n'],
    ),
    fc.uint8Array({ maxLength: 30 }).map((codes) => Buffer.from(codes).toString('latin1')),
  );
  const text = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  const seen = new Set<number>();
  const property = fc.asyncProperty(
    fc.array(text, { minLength: AT_ONCE, maxLength: AT_ONCE }),
    async (texts) => {
      const answers = await Promise.all(
        texts.map((each) => exchangeAll(port, Buffer.from(each, 'latin1'))),
      );
      for (const answer of answers.filter((received) => received !== '')) {
        const fault = faultOf(answerOf(answer));
        if (fault !== null) throw new Error(fault);
        for (const status of statusesOf(answer)) seen.add(status);
      }
    },
  );
  await fc.assert(property, { seed, numRuns: Math.ceil(numRuns / AT_ONCE), endOnFailure: true });
  t.ok(seen.has(200) && seen.has(400), `statuses ${[...seen].sort()}`);
});

t.test('nothing of it changed the catalogue', async (t) => {
  t.equal(await target.catalogue(), before);
  t.ok(await target.isAlive());
});
