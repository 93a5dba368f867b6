/** What the edge lets in, from where, and how much of it. */
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { openLimits } from '@marquee/limits';
import t, { type Test } from 'tap';
import { addressKey, limitWrites } from '../src/limit-requests.js';
import { authorization, testApp } from './test-app.js';

type App = Awaited<ReturnType<typeof testApp>>['app'];

t.test('answers may not be framed, run, or taken for something else', async (t) => {
  const { app } = await testApp(t);
  const policies = {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  };
  for (const url of ['/things', '/nothing', '/broken', '/conflict', '/things/%', '/openapi.json']) {
    t.match((await app.inject(url)).headers, policies, url);
  }
});

t.test('the documentation loads its own files and nothing else', async (t) => {
  const { app } = await testApp(t);
  const { headers, body } = await app.inject('/docs');
  const policy = String(headers['content-security-policy']);
  t.match(policy, "default-src 'none'");
  t.match(policy, "script-src 'self';");
  t.match(policy, "connect-src 'self';");
  t.notMatch(policy, 'upgrade-insecure-requests', 'it is read over http too');
  t.equal(headers['x-content-type-options'], 'nosniff');
  t.notMatch(body, /<script>|<style>|https?:\/\//, 'nothing in place, nothing from elsewhere');
});

t.test('without origins in the settings no other page may call', async (t) => {
  const { app } = await testApp(t);
  const origin = 'https://app.example';
  const answer = await app.inject({ url: '/things', headers: { origin } });
  t.equal(answer.headers['access-control-allow-origin'], undefined);
  const options = await app.inject({ method: 'OPTIONS', url: '/things', headers: { origin } });
  t.match(options, { statusCode: 405, headers: { allow: 'GET, HEAD, PATCH, POST' } });
});

t.test('pages of the origins in the settings may call, and read our headers', async (t) => {
  const origin = 'https://app.example';
  const corsOrigins = [origin, 'https://other.example'];
  const { app } = await testApp(t, 'silent', { corsOrigins });
  app.get('/varied', async (_request, reply) => reply.header('vary', 'Accept-Encoding').send({}));

  const asked = { origin, 'access-control-request-method': 'PUT' };
  const preflight = await app.inject({ method: 'OPTIONS', url: '/things', headers: asked });
  t.equal(preflight.statusCode, 204);
  t.equal(preflight.headers['access-control-allow-origin'], origin);
  t.match(preflight.headers['access-control-allow-methods'], 'PUT');
  t.match(preflight.headers['access-control-allow-headers'], 'Consistency-Token');

  const answer = await app.inject({ url: '/varied', headers: { origin } });
  t.equal(answer.headers['access-control-allow-origin'], origin);
  t.match(answer.headers['access-control-expose-headers'], 'Consistency-Token');
  t.equal(answer.headers['vary'], 'Accept-Encoding, Origin');
  t.equal((await app.inject('/things')).headers['vary'], 'Origin');

  const refusal = await app.inject({ method: 'POST', url: '/things', headers: { origin } });
  t.equal(refusal.statusCode, 401);
  t.equal(refusal.headers['access-control-allow-origin'], origin, 'refusals can be read too');
  const foreign = { origin: 'https://evil.example' };
  const { headers } = await app.inject({ url: '/things', headers: foreign });
  t.equal(headers['access-control-allow-origin'], undefined);
  t.match(await app.inject('/nowhere'), { statusCode: 404 }, 'unknown paths stay unknown');
});

t.test('where any origin may call, shared caches keep one answer for all', async (t) => {
  const { app } = await testApp(t, 'silent', { corsOrigins: ['*'] });
  const { headers } = await app.inject({
    url: '/things',
    headers: { origin: 'https://a.example' },
  });
  t.equal(headers['access-control-allow-origin'], '*');
  t.equal(headers['vary'], undefined);
});

t.test('the caller’s address is the proxy’s word only where the proxy is trusted', async (t) => {
  const ipOf = async (trustProxy: readonly string[], remoteAddress: string) => {
    const { app } = await testApp(t, 'silent', { trustProxy });
    app.get('/ip', async ({ ip }) => ({ ip }));
    const headers = { 'x-forwarded-for': '203.0.113.9, 10.1.2.3' };
    return (await app.inject({ url: '/ip', headers, remoteAddress })).json().ip;
  };
  t.equal(await ipOf([], '10.0.0.1'), '10.0.0.1');
  t.equal(await ipOf(['10.0.0.0/8'], '10.0.0.1'), '203.0.113.9');
  t.equal(await ipOf(['10.0.0.0/16'], '10.0.0.1'), '10.1.2.3');
  t.equal(await ipOf(['10.0.0.0/8'], '198.51.100.7'), '198.51.100.7', 'who goes past the proxy');
});

t.test('a caller that writes too often is told when to come back', async (t) => {
  const { app } = await testApp(t);
  const limits = openLimits('memory:', { logger: app.log });
  const limiter = limits.limiter({ name: 'writes', points: 3, seconds: 60 });
  const onRequest = limitWrites(limiter);
  app.route({ method: ['GET', 'PUT'], url: '/limited', onRequest, handler: async () => ({}) });
  const put = (remoteAddress: string) =>
    app.inject({ method: 'PUT', url: '/limited', remoteAddress });
  for (const left of [2, 1, 0]) {
    const { statusCode, headers } = await put('192.0.2.1');
    t.equal(statusCode, 200);
    t.equal(headers['ratelimit-policy'], '"writes";q=3;w=60');
    t.match(headers['ratelimit'], new RegExp(`^"writes";r=${left};t=\\d+$`));
  }
  const refused = await put('192.0.2.1');
  t.match(refused.json(), { status: 429, code: 'rate-limited' });
  t.match(refused.headers['retry-after'], /^[1-9]\d*$/);
  t.match(refused.headers['ratelimit'], /^"writes";r=0;t=\d+$/);
  t.equal((await put('192.0.2.2')).statusCode, 200, 'others go on');
  const read = await app.inject({ url: '/limited', remoteAddress: '192.0.2.1' });
  t.equal(read.statusCode, 200, 'and so do reads');
  t.equal(read.headers['ratelimit'], undefined);
});

t.test('an owner of many IPv6 addresses is one caller', async (t) => {
  t.equal(addressKey('203.0.113.9'), '203.0.113.9');
  t.equal(addressKey('::ffff:203.0.113.9'), '203.0.113.9');
  t.equal(addressKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  t.equal(addressKey('2001:db8:1:2::6'), '2001:db8:1:2::/64');
  t.equal(addressKey('2001:db8::6'), '2001:db8:0:0::/64');
  t.equal(addressKey('::1'), '0:0:0:0::/64');
});

/** A route that answers when it is told to. */
function slowRoute(app: App) {
  const steps = new EventEmitter();
  app.get('/slow', async () => {
    steps.emit('entered');
    await once(steps, 'released');
    return {};
  });
  app.get('/health/live', async () => ({}));
  return steps;
}

t.test('more requests at once than can be served are 503, but health answers', async (t) => {
  const { app } = await testApp(t, 'silent', { maxRequests: 1 });
  const steps = slowRoute(app);
  const entered = once(steps, 'entered');
  const first = app.inject('/slow');
  await Promise.all([entered, Promise.race([first, entered])]);
  const refused = await app.inject('/things');
  t.match(refused.json(), { status: 503, code: 'overloaded' });
  t.match(refused.headers['retry-after'], /^[1-9]\d*$/);
  t.equal((await app.inject('/health/live')).statusCode, 200);
  steps.emit('released');
  t.equal((await first).statusCode, 200);
  t.equal((await app.inject('/things')).statusCode, 200, 'and then they are served again');
});

t.test('a client that goes away makes room', async (t) => {
  const { app } = await testApp(t, 'silent', { maxRequests: 1 });
  const steps = slowRoute(app);
  const port = await portOf(app);
  const entered = once(steps, 'entered');
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  await entered;
  socket.destroy();
  await until(async () => (await app.inject('/things')).statusCode === 200);
  steps.emit('released');
});

t.test('while the event loop is held up requests are 503, but health answers', async (t) => {
  const { app } = await testApp(t, 'silent', { maxLoopDelayMs: 10 });
  slowRoute(app);
  await app.ready();
  const hold = setInterval(() => {
    for (const end = performance.now() + 60; performance.now() < end; );
  }, 1);
  t.teardown(() => clearInterval(hold));
  await until(async () => (await app.inject('/things')).statusCode === 503);
  t.equal((await app.inject('/health/live')).statusCode, 200);
  clearInterval(hold);
  await until(async () => (await app.inject('/things')).statusCode === 200);
});

async function portOf(app: App): Promise<number> {
  return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Sends the head, then one byte after another; what came back until the other side closed. */
async function dribble(t: Test, port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    received += chunk;
  });
  socket.write(head);
  const drops = setInterval(() => socket.write('x'), 50);
  t.teardown(() => clearInterval(drops));
  await once(socket, 'close');
  clearInterval(drops);
  return received;
}

t.test('requests that trickle in end with 408, and cost nobody else anything', async (t) => {
  const { app, lines } = await testApp(t, 'error', { requestTimeoutMs: 300 });
  const port = await portOf(app);
  const headers = `GET /things HTTP/1.1\r\nHost: x\r\nX-Slow: `;
  const body =
    `POST /things HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n` +
    'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"name":"';
  const [ofHeaders, ofBody] = await Promise.all(
    [headers, body].map((head) => dribble(t, port, head)),
  );
  t.match(ofHeaders, /^HTTP\/1\.1 408 .*"code":"request-timeout"/s);
  t.match(ofBody, /^HTTP\/1\.1 408 .*"code":"request-timeout"/s);
  t.equal((await app.inject('/things')).statusCode, 200);
  t.same(lines, [], 'and none of it is a failure of ours');
});

t.test('connections beyond the limit are not taken', async (t) => {
  const { app } = await testApp(t, 'silent', { maxConnections: 2 });
  const port = await portOf(app);
  const open = async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    t.teardown(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  const [first] = [await open(), await open()];
  await once(await open(), 'close');
  first.destroy();
  await until(async () => {
    const socket = await open();
    socket.write('GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const ended = once(socket, 'close').then(() => false);
    return await Promise.race([once(socket, 'data').then(() => true), ended]);
  });
});
