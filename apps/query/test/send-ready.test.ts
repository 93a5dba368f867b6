/** Answers past `ServerResponse`, on real connections: whatever a client does with them, it gets what `writeHead` would have sent. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { readyHead, sendReady } from '../src/pages/send-ready.js';

const body = Buffer.alloc(40_000, 'page ');
const head = readyHead(['etag', 'W/"a"', 'vary', 'Accept-Encoding']);

async function serving(t: Test, listener?: RequestListener) {
  const server = createServer((request, response) => {
    if (request.url === '/slow') {
      setTimeout(() => response.end('slow'), 30);
      return;
    }
    if (listener !== undefined) return listener(request, response);
    const exchange = { request, response, keepAliveMs: server.keepAliveTimeout };
    const isKnown = request.headers['if-none-match'] !== undefined;
    const own = ['x-number', `${request.url}`];
    sendReady(
      exchange,
      isKnown
        ? { status: 304, head, own, body: null }
        : {
            ...{ status: 200, head, own: [...own, 'content-length', `${body.length}`] },
            body: request.method === 'HEAD' ? null : body,
          },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

/** All that comes back for these bytes, until the connection is closed. */
async function exchanged(port: number, sent: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(sent);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const last = get('/last', 'Connection: close\r\n');
const withoutDate = (text: string) => text.replaceAll(/^Date: .*\r\n/gm, '');

const byWriteHead: RequestListener = (request, response) => {
  const own = ['x-number', `${request.url}`];
  if (request.headers['if-none-match'] !== undefined) {
    response.writeHead(304, [...head.pairs, ...own]).end();
    return;
  }
  response.writeHead(200, [...head.pairs, ...own, 'content-length', `${body.length}`]);
  response.end(request.method === 'HEAD' ? undefined : body);
};

test('the bytes are those that writeHead sends, whatever is asked on a connection and in which order', async (t) => {
  const [ready, ordinary] = [await serving(t), await serving(t, byWriteHead)];
  const known = get('/known', 'If-None-Match: W/"a"\r\n');
  const requests = {
    'one after the other': get('/1') + get('/2') + last,
    'a slow one before': get('/slow') + get('/1') + known + last,
    'a slow one between': get('/1') + get('/slow') + get('/2') + last,
    'not modified': known + known + last,
    'heads alone': `HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\n${get('/2')}${last}`,
    'an old protocol': 'GET /1 HTTP/1.0\r\n\r\n',
    'an old protocol that keeps the connection':
      'GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n',
  };
  for (const [name, sent] of Object.entries(requests)) {
    const [ours, theirs] = [
      await exchanged(ready.port, sent),
      await exchanged(ordinary.port, sent),
    ];
    t.equal(withoutDate(ours), withoutDate(theirs), name);
    t.match(ours, /^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r$/m, name);
  }
});

test('thousands of answers go over one connection, also to a client that reads slowly', async (t) => {
  const { port } = await serving(t);
  const socket = connect(port, '127.0.0.1');
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    socket.pause();
    setImmediate(() => socket.resume());
  });
  for (let n = 0; n < 2_000; n += 1) socket.write(get(`/${n % 10}`));
  socket.write(last);
  await once(socket, 'close');
  t.ok(bytes > 2_001 * body.length);
});

test('a connection whose client went away troubles nobody', async (t) => {
  const { port } = await serving(t);
  for (let n = 0; n < 20; n += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(get('/slow') + get('/1').repeat(50));
    await sleep(n % 5);
    socket.resetAndDestroy();
  }
  await sleep(60);
  t.match(await exchanged(port, get('/1') + last), /x-number: \/1\r\n/);
});

test('a server that closes ends connections that are idle after such answers, and so ends itself', async (t) => {
  const { server, port } = await serving(t);
  const socket = connect(port, '127.0.0.1');
  socket.write(get('/1'));
  await once(socket, 'data');
  socket.resume();
  await sleep(20);
  server.close();
  await Promise.all([once(server, 'close'), once(socket, 'close')]);
  t.pass('it ended');
});
