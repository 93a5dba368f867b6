import cassandra from 'cassandra-driver';
import t from 'tap';
import { guardControlConnection } from '../src/cassandra/guard-control.js';

interface Control {
  _isShuttingDown: boolean;
  _refresh(hosts?: Iterator<unknown>): Promise<void>;
}

/** A client whose search is `search`. */
function guarded(search: (this: Control, hosts?: Iterator<unknown>) => Promise<void>) {
  const controlConnection: Control = { _isShuttingDown: false, _refresh: search };
  const warnings: string[] = [];
  guardControlConnection({ controlConnection } as unknown as cassandra.Client, (message) =>
    warnings.push(message),
  );
  return { controlConnection, warnings };
}

t.test('the driver has what is taken hold of', async (t) => {
  const client = new cassandra.Client({ contactPoints: ['127.0.0.1'], localDataCenter: 'dc1' });
  const { controlConnection } = client as unknown as { controlConnection: Control };
  t.type(controlConnection._refresh, 'function');
  t.type(controlConnection._isShuttingDown, 'boolean');
  guardControlConnection(client, () => {});
  t.ok(Object.hasOwn(controlConnection, '_refresh'));
  await client.shutdown();
});

t.test('two searches follow one another', async (t) => {
  let underway = 0;
  let most = 0;
  let count = 0;
  const { controlConnection } = guarded(async () => {
    count += 1;
    underway += 1;
    most = Math.max(most, underway);
    await new Promise((resolve) => setTimeout(resolve, 5));
    underway -= 1;
  });
  const searches = [1, 2, 3].map(() => controlConnection._refresh());
  await Promise.all(searches);
  t.equal(most, 1);
  t.equal(count, 2, 'what was lost during the first one has a second');
  await controlConnection._refresh();
  t.equal(count, 3);
});

t.test('another attempt of one search is a part of it', async (t) => {
  const { controlConnection } = guarded(async function (this: Control, hosts) {
    if (hosts === undefined) await this._refresh([][Symbol.iterator]());
  });
  await controlConnection._refresh();
  t.pass('it does not wait for itself');
});

t.test('a search that fails is followed by another', async (t) => {
  let count = 0;
  const { controlConnection, warnings } = guarded(async () => {
    count += 1;
    if (count === 1) throw new TypeError('of null');
  });
  await controlConnection._refresh();
  t.equal(warnings.length, 1);
  while (count < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(warnings.length, 1);
});
