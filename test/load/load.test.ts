import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { test } from 'tap';
import { closedLoad, type ExpectedAnswer } from './harness/closed-load.js';
import { pacedLatencies } from './harness/paced-load.js';
import { headerOf, openRawConnection, rawRequest } from './harness/raw-connection.js';

const body = JSON.stringify({ items: ['é'.repeat(60_000)] });
const expected = (path: string, begins: string, isWhole: boolean): ExpectedAnswer => ({
  ...{ path, headers: {}, status: 200, isWhole },
  body: Buffer.from(begins).toString('base64'),
});

const answering: RequestListener = (request, response) => {
  const unchanged = request.headers['if-none-match'] === '"1"';
  if (unchanged) return void response.writeHead(304, { etag: '"1"' }).end();
  response.writeHead(200, { 'content-length': Buffer.byteLength(body) }).end(body);
};

async function listening(
  t: { teardown(end: () => void): void },
  server: ReturnType<typeof createTcpServer>,
) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

test('a load asks on all connections until its time is over, and counts on in the next one', async (t) => {
  const url = await listening(t, createServer(answering));
  const answers = [expected('/', body, true), expected('/?again', body.slice(0, 100), false)];
  const load = { url, connections: 3, seconds: 0.1, answers, from: 7 };
  const { requestsPerSecond, next } = await closedLoad(load);
  t.ok(requestsPerSecond > 0);
  t.ok(next > 7);
});

test('a load ends with an error where an answer is not what it must be', async (t) => {
  const url = await listening(t, createServer(answering));
  const load = { url, connections: 1, seconds: 0.1, from: 0 };
  const shorter = [expected('/', body.slice(0, 100), true)];
  await t.rejects(closedLoad({ ...load, answers: shorter }), /expected: 200, 189 bytes/);
  const others = [expected('/', 'something else', false)];
  await t.rejects(closedLoad({ ...load, answers: others }), /something else/);
  const error = createServer(
    (_, response) => void response.writeHead(503, { 'content-length': 0 }).end(),
  );
  const unavailable = {
    ...load,
    url: await listening(t, error),
    answers: [expected('/', '', true)],
  };
  await t.rejects(closedLoad(unavailable), /answered with 503/);
});

test('a steady load sends as many requests as it is told to, however slow they are answered', async (t) => {
  const slow = createServer((request, response) => {
    setTimeout(() => answering(request, response), 80);
  });
  const url = await listening(t, slow);
  const answers = [expected('/', body, true), expected('/?again', body, true)];
  const latencies = await pacedLatencies({ url, answers, perSecond: 200, seconds: 0.2 });
  t.same(
    latencies.map((each) => each.length),
    [20, 20],
  );
  t.ok(latencies.flat().every((ms) => ms > 70));
});

test('answers without a body, and such that come in pieces, are told apart', async (t) => {
  const url = await listening(t, createServer(answering));
  const connection = await openRawConnection(url);
  t.teardown(() => connection.close());
  const headers = { 'if-none-match': '"1"' };
  const unchanged = await connection.send(rawRequest(url, { path: '/', headers }));
  t.equal(unchanged.status, 304);
  t.equal(headerOf(unchanged.head, 'etag'), '"1"');
  t.equal((await connection.send(rawRequest(url, { path: '/' }))).body.toString(), body);

  const pieces = createTcpServer((socket: Socket) => {
    socket.once('data', () => {
      const all = Buffer.from('HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello');
      const [first, ...others] = [all.subarray(0, 11), all.subarray(11, 45), all.subarray(45)];
      socket.setNoDelay(true).write(first ?? '');
      for (const [index, piece] of others.entries())
        setTimeout(() => socket.write(piece), 20 * (index + 1));
    });
  });
  const slowUrl = await listening(t, pieces);
  const other = await openRawConnection(slowUrl);
  const answer = await other.send(rawRequest(slowUrl, { path: '/' }));
  other.close();
  t.equal(answer.status, 201);
  t.equal(answer.body.toString(), 'hello');
});

test('a connection that ends before its answer is an error', async (t) => {
  const ending = createTcpServer(
    (socket: Socket) => void socket.once('data', () => socket.destroy()),
  );
  const url = await listening(t, ending);
  const connection = await openRawConnection(url);
  await t.rejects(connection.send(rawRequest(url, { path: '/' })), /closed the connection/);
});
