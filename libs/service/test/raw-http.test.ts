/** What only a socket shows: broken HTTP, and what becomes of a connection after an early answer. */
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { t } from 'tap';
import { authorization, testApp } from './test-app.js';

type App = Awaited<ReturnType<typeof testApp>>['app'];

async function portOf(app: App): Promise<number> {
  return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
}

/** Sends the text and ends; resolves to all that came back until the other side closed. */
async function exchange(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return received;
}

const get = (path: string, ...headers: readonly string[]) =>
  `GET ${path} HTTP/1.1\r\n${['Host: x', ...headers].join('\r\n')}\r\n\r\n`;
const lastGet = get('/things?name=last', 'Connection: close');

const statusesOf = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, s]) => s);

t.test('what is not HTTP gets a problem document, and the connection ends', async (t) => {
  const port = await portOf((await testApp(t)).app);
  const broken = [
    'HELLO\r\n\r\n',
    'BREW /things HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /things HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n',
    'GET /thi\0ngs HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}',
    'POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}',
  ];
  for (const request of broken) {
    const answer = await exchange(port, request);
    t.match(answer, /^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    t.match(JSON.parse(body), { status: 400, code: 'invalid-input', requestId: /./ });
    t.match(answer, `Content-Length: ${Buffer.byteLength(body)}\r\n`);
  }
});

t.test('a request must name its host, as of HTTP 1.1', async (t) => {
  const port = await portOf((await testApp(t)).app);
  const answer = await exchange(port, 'GET /things HTTP/1.1\r\nConnection: close\r\n\r\n');
  t.match(answer, /^HTTP\/1\.1 400 .*\r\nx-request-id: .*application\/problem\+json/is);
  t.match(answer, '"parameter":"host"');
  t.match(await exchange(port, 'GET /things HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /);
});

t.test('headers that are too large are 431', async (t) => {
  const port = await portOf((await testApp(t)).app);
  const answer = await exchange(port, get('/things', `X-Large: ${'x'.repeat(20_000)}`));
  t.match(answer, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  t.match(answer, '"code":"headers-too-large"');
});

t.test('a method that HTTP knows and we do not is 405', async (t) => {
  const port = await portOf((await testApp(t)).app);
  const request = 'PROPFIND /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
  t.match(
    await exchange(port, request),
    /^HTTP\/1\.1 405 .*\r\nallow: GET, HEAD, PATCH, POST\r\n/is,
  );
});

t.test('after an early refusal the connection serves the next request', async (t) => {
  const { app } = await testApp(t);
  const port = await portOf(app);
  const large = 'x'.repeat(1024 * 1024 + 1);
  const post = (body: string, ...headers: readonly string[]) => {
    const length = `Content-Length: ${body.length}`;
    return `POST /things HTTP/1.1\r\n${['Host: x', ...headers, length].join('\r\n')}\r\n\r\n${body}`;
  };
  const auth = `Authorization: ${authorization}`;
  const type = 'Content-Type: application/json';
  const early = [
    [post(large, type), '401'],
    [post(large, auth, 'Content-Type: text/plain'), '415'],
    [post(large, auth, type), '413'],
    [post('{', auth, type), '400'],
    [post(large, auth, type).replace('/things', '/nowhere'), '404'],
    [post(large, auth, type).replace('POST', 'PUT'), '405'],
  ] as const;
  for (const [request, status] of early) {
    t.same(statusesOf(await exchange(port, request, lastGet)), [status, '200']);
  }
});

t.test('a chunked body is refused where it passes the limit', async (t) => {
  const port = await portOf((await testApp(t)).app);
  const head =
    `POST /things HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n` +
    'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
  const answers = await exchange(port, head, chunk.repeat(20), '0\r\n\r\n', lastGet);
  t.same(statusesOf(answers), ['413', '200']);
});

t.test('an expectation is met or passed over', async (t) => {
  const port = await portOf((await testApp(t)).app);
  const foreign = get('/things', 'Expect: something-else', 'Connection: close');
  t.same(statusesOf(await exchange(port, foreign)), ['200']);
  const asking =
    `POST /things HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nConnection: close\r\n` +
    'Content-Type: application/json\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n';
  t.same(statusesOf(await exchange(port, asking, '{"name":"x"}')), ['100', '200']);
});

t.test('closing lets a request in flight end, and its connection with it', async (t) => {
  const { app } = await testApp(t);
  const steps = new EventEmitter();
  app.get('/slow', async () => {
    steps.emit('entered');
    await once(steps, 'released');
    return {};
  });
  const port = await portOf(app);
  const entered = once(steps, 'entered');
  const answer = exchange(port, get('/slow'));
  await entered;
  const closed = app.close();
  steps.emit('released');
  t.same(statusesOf(await answer), ['200']);
  await closed;
});
