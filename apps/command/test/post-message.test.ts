/** Requests to receivers, by a real https server on this machine. */
import type { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, startReceiver } from '@marquee/testing';
import t, { type Test } from 'tap';
import { createPoster, type PosterOptions } from '../src/webhooks/post-message.js';

const receiver = await startReceiver();
t.teardown(() => receiver.stop());
t.beforeEach(() => receiver.answer(204));

function start(t: Test, more: Partial<PosterOptions> = {}) {
  const poster = createPoster({ privateHosts: [receiver.host], ca: receiver.ca, ...more });
  t.teardown(() => poster.close());
  const { signal } = new AbortController();
  return (url = receiver.url, body = '{}') =>
    poster.post(url, { body, headers: { 'webhook-id': 'm1' }, signal });
}

const failed = (reason: string) => ({ status: null, reason, retryAfterMs: null });

t.test('a message is sent as JSON, over a connection that is kept', async (t) => {
  const post = start(t);
  const [before, connections] = [receiver.received.length, receiver.connections()];
  for (let n = 0; n < 3; n += 1) {
    t.same(await post(undefined, '{"a":"ä"}'), { status: 204, reason: null, retryAfterMs: null });
  }
  t.match(receiver.received[before], {
    headers: { 'content-type': 'application/json', 'webhook-id': 'm1' },
    body: '{"a":"ä"}',
  });
  t.equal(receiver.connections(), connections + 1);
});

t.test('another status is a failure, and where it is sent on to is not asked', async (t) => {
  const post = start(t);
  for (const status of [199 + 101, 301, 307, 400, 410, 500]) {
    receiver.answer((_request, response) => {
      response.writeHead(status, { location: receiver.url }).end();
    });
    const before = receiver.received.length;
    t.match(await post(), { status, reason: `http-${status}` });
    t.equal(receiver.received.length, before + 1);
  }
});

t.test('a receiver may ask for time', async (t) => {
  receiver.answer((_request, response) => {
    response.writeHead(503, { 'retry-after': '120' }).end();
  });
  t.same(await start(t)(), { status: 503, reason: 'http-503', retryAfterMs: 120_000 });
});

t.test('who does not answer in time has failed', async (t) => {
  receiver.answer(() => undefined);
  t.same(await start(t, { timeoutMs: 200 })(), failed('timeout'));
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const host = `localhost:${typeof address === 'object' ? address?.port : ''}`;
  const post = start(t, { timeoutMs: 200, privateHosts: [host] });
  t.same(await post(`https://${host}/`), failed('timeout'), 'nor does it finish the handshake');
  silent.close();
});

t.test('an answer without end is cut off, and what it began with counts', async (t) => {
  let written = 0;
  receiver.answer((_request, response) => {
    response.writeHead(200);
    const write = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384;
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  });
  t.match(await start(t)(), { status: 200, reason: null });
  t.ok(written < 50_000_000);
  receiver.answer((_request, response) => {
    response.writeHead(200).write('a'); // and then nothing
  });
  t.match(await start(t, { timeoutMs: 200 })(), { status: 200, reason: null });
});

t.test('a certificate that nobody vouches for is refused', async (t) => {
  const poster = createPoster({ privateHosts: [receiver.host] });
  t.teardown(() => poster.close());
  const { signal } = new AbortController();
  const posted = await poster.post(receiver.url, { body: '', headers: {}, signal });
  t.match(posted, { status: null, reason: /SELF_SIGNED/ });
});

t.test('private addresses are refused in any form, without a connection', async (t) => {
  const post = start(t, { privateHosts: [] });
  const { port } = new URL(receiver.url);
  const connections = receiver.connections();
  const forms = ['localhost', '127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1'];
  const forms6 = ['[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[fd00:ec2::254]'];
  for (const host of [...forms, ...forms6, '169.254.169.254', '0.0.0.0']) {
    t.same(await post(`https://${host}:${port}/hook`), failed('address-refused'), host);
  }
  t.same(await post(`http://${receiver.host}/hook`), failed('address-refused'), 'no TLS');
  t.equal(receiver.connections(), connections);
});

t.test('what counts is the address that is connected to', async (t) => {
  const asked: string[] = [];
  const resolving = (addresses: readonly string[]) =>
    ((name: string, _options: object, callback: (...args: unknown[]) => void) => {
      asked.push(name);
      const found = addresses.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      callback(null, found);
    }) as unknown as typeof lookup;
  for (const addresses of [['127.0.0.1'], ['::1', '10.0.0.1'], ['::ffff:127.0.0.1'], []]) {
    const post = start(t, { privateHosts: [], lookup: resolving(addresses) });
    t.same(await post('https://rebound.example.com/'), failed('address-refused'));
  }
  t.equal(asked.length, 4, 'each time anew');
});

t.test('nobody listens, and no such name', async (t) => {
  const host = `localhost:${await freePort()}`;
  const post = start(t, { privateHosts: [host] });
  t.same(await post(`https://${host}/`), failed('ECONNREFUSED'));
  t.match(await post('https://nowhere.invalid/'), { status: null, reason: /^E/ });
});

t.test('what is under way ends when it is told to', async (t) => {
  receiver.answer(() => undefined);
  const poster = createPoster({ privateHosts: [receiver.host], ca: receiver.ca });
  t.teardown(() => poster.close());
  const stopping = new AbortController();
  const posting = poster.post(receiver.url, { body: '', headers: {}, signal: stopping.signal });
  await receiver.came(receiver.received.length + 1);
  stopping.abort();
  t.same(await posting, failed('stopped'));
});
