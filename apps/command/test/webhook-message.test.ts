import { createHmac } from 'node:crypto';
import { createSealer, openPlace } from '@marquee/service';
import { buildMovie } from '@marquee/testing';
import t from 'tap';
import { messageOf, newSecret, signedHeaders } from '../src/webhooks/webhook-message.js';

const sealer = createSealer(['a key of tests']);
const movie = buildMovie();
const at = Date.UTC(2026, 0, 31, 9, 30);

t.test('a message is a change with its place, in the form of Standard Webhooks', async (t) => {
  const { id, version } = movie;
  const json = JSON.stringify(movie);
  const change = { position: 12, kind: 'movie', id, version, at, json } as const;
  const message = messageOf(change, 5, sealer);
  t.equal(message.id, 'change-5-12');
  const { position, ...body } = JSON.parse(message.body);
  t.same(body, {
    type: 'movie.upsert',
    timestamp: '2026-01-31T09:30:00.000Z',
    data: { change: 'upsert', kind: 'movie', id, version, at: '2026-01-31T09:30:00.000Z', movie },
  });
  t.same(openPlace(sealer, position, 'after'), { beganAt: 5, position: 12 });
  const gone = JSON.parse(messageOf({ ...change, json: null }, 5, sealer).body);
  t.match(gone, { type: 'movie.deletion', data: { change: 'deletion', id, version } });
  t.notOk('movie' in gone.data);
});

t.test('the signature is the one of the reference', async (t) => {
  // From the specification of Standard Webhooks.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = '{"test": 2432232314}';
  t.same(signedHeaders({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body }, secret, 1_614_265_330_000), {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

t.test('secrets are 32 random bytes', async (t) => {
  const secret = newSecret();
  t.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  t.not(newSecret(), secret);
  const key = Buffer.from(secret.slice(6), 'base64');
  t.equal(key.length, 32);
  const { 'webhook-signature': signature } = signedHeaders({ id: 'a', body: 'b' }, secret, 1_000);
  t.equal(signature, `v1,${createHmac('sha256', key).update('a.1.b').digest('base64')}`);
});
