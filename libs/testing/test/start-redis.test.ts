import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { skipWithout } from '../src/skip-without.js';
import { startRedis } from '../src/start-redis.js';

skipWithout(t, 'Redis');

async function send(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
  const [data] = await once(socket, 'data');
  socket.destroy();
  return `${data}`;
}

t.test('a Redis keeps its data over a restart and forgets it when stopped', async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  t.match(await send(redis.port, 'SET movie Heat'), '+OK');
  await redis.restart();
  t.match(await send(redis.port, 'GET movie'), 'Heat');
});

t.test('a Redis that was killed starts again', async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  await redis.kill();
  t.equal(redis.pid, undefined);
  await redis.restart();
  t.match(await send(redis.port, 'PING'), '+PONG');
});

t.test('a Redis forgets what it was told last, and knows the rest', async (t) => {
  const redis = await startRedis({ args: ['--auto-aof-rewrite-percentage', '0'] });
  t.teardown(() => redis.stop());
  await send(redis.port, 'SET movie Heat');
  const killed = redis.killForgetting(500);
  await sleep(200);
  t.match(await send(redis.port, 'SET movie Ronin'), '+OK');
  await killed;
  await redis.restart();
  t.match(await send(redis.port, 'GET movie'), 'Heat');
});

t.test('a Redis takes more arguments, and one that cannot start says why', async (t) => {
  const redis = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] });
  t.teardown(() => redis.stop());
  t.match(await send(redis.port, 'CONFIG GET maxmemory-policy'), 'allkeys-lru');
  await t.rejects(startRedis({ args: ['--no-such-option', '1'] }), /no-such-option/);
});
