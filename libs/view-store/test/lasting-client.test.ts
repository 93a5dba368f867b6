import cassandra from 'cassandra-driver';
import t from 'tap';
import { LOST_AFTER_MS, lastingClient } from '../src/cassandra/lasting-client.js';

/** Clients with the numbers 1, 2, …, and what became of them. */
function clients() {
  const made: number[] = [];
  const shutDown: number[] = [];
  const clock = { now: 0 };
  const client = lastingClient({
    make() {
      const number = made.push(made.length);
      return {
        number,
        shutdown: async () => void shutDown.push(number),
      } as unknown as cassandra.Client;
    },
    warn: () => {},
    now: () => clock.now,
    graceMs: 1,
  });
  const noHost = () =>
    client.run(() => Promise.reject(new cassandra.errors.NoHostAvailableError({})));
  const who = () =>
    client.run(async (one) => (one as unknown as { readonly number: number }).number);
  return { clock, client, shutDown, noHost, who };
}

t.test('a client that finds no host for a while is replaced', async (t) => {
  const { clock, client, shutDown, noHost, who } = clients();
  await t.rejects(noHost());
  clock.now += LOST_AFTER_MS;
  await t.rejects(client.run(() => Promise.reject(new Error('No connection available'))));
  t.equal(await who(), 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.same(shutDown, [1], 'the old one is shut down when it has nothing in hand');
  await client.close();
  t.same(shutDown, [1, 2]);
});

t.test('one that was answered meanwhile, or refused, is kept', async (t) => {
  const { clock, noHost, who, client } = clients();
  await t.rejects(noHost());
  clock.now += LOST_AFTER_MS - 1;
  await t.rejects(noHost());
  t.equal(await who(), 1);
  clock.now += LOST_AFTER_MS;
  await t.rejects(noHost());
  await t.rejects(client.run(() => Promise.reject(new Error('a syntax error'))));
  clock.now += LOST_AFTER_MS;
  await t.rejects(noHost());
  t.equal(await who(), 1);
});

t.test('what an old client says late changes nothing', async (t) => {
  const { clock, client, noHost, who } = clients();
  let fail = (_: Error) => {};
  const late = client.run(
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  await t.rejects(noHost());
  clock.now += LOST_AFTER_MS;
  await t.rejects(noHost());
  clock.now += LOST_AFTER_MS;
  fail(new cassandra.errors.NoHostAvailableError({}));
  await t.rejects(late);
  t.equal(await who(), 2);
});
