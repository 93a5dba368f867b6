import t from 'tap';
import { ConnectionLost, type Engine, LostRace } from '../src/engine.js';
import { retrying } from '../src/retrying.js';

/** An engine whose transactions fail like this, one after the other, and then do what they are for. */
function failing(errors: readonly Error[]) {
  let tries = 0;
  const engine = {
    inTransaction: async <T>(_kind: unknown, work: (connection: never) => Promise<T>) => {
      const error = errors[tries];
      tries += 1;
      if (error !== undefined) throw error;
      return await work(undefined as never);
    },
  };
  const run = () =>
    retrying(
      engine as Pick<Engine, 'inTransaction'> as Engine,
      { kind: 'write', pauses: { random: () => 0, sleep: async () => {} } },
      async () => 'done',
    );
  return { run, tries: () => tries };
}

const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

t.test('a transaction that lost its connection runs again', async (t) => {
  const { run, tries } = failing(times(3, () => new ConnectionLost('broken')));
  t.equal(await run(), 'done');
  t.equal(tries(), 4);
});

t.test('one that loses every connection is given up soon', async (t) => {
  const { run, tries } = failing(times(9, () => new ConnectionLost('broken')));
  await t.rejects(run(), { name: 'WriteStoreUnavailable' });
  t.equal(tries(), 4);
});

t.test('lost races have a bound of their own', async (t) => {
  const { run, tries } = failing(times(99, () => new LostRace('lost')));
  await t.rejects(run(), { name: 'WriteStoreUnavailable', message: /12 races/ });
  t.equal(tries(), 12);
});

t.test('any other error ends it at once', async (t) => {
  const { run, tries } = failing([new TypeError('a defect')]);
  await t.rejects(run(), TypeError);
  t.equal(tries(), 1);
});
