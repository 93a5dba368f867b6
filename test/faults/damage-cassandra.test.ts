/** Whatever is done by hand to the rows of a view in Cassandra is found, and healed by publishing. */
import { skipWithout, startCassandra } from '@marquee/testing';
import t from 'tap';
import { cassandraDamage, cassandraDamages } from './damage.js';
import { differences, repairAll, steadyDifferences } from './heal.js';
import { createMovies, openPipeline } from './open-pipeline.js';

skipWithout(t, 'Cassandra');
const cassandra = await startCassandra();
t.teardown(() => cassandra.stop());

t.test('every kind of damage is seen and healed, with cells of the future too', async (t) => {
  const keyspace = `damage_${process.pid}_${Date.now().toString(36)}`;
  const pipeline = await openPipeline(t, 'memory:', { viewUrl: cassandra.url(keyspace) });
  await pipeline.projector.start();
  pipeline.relay.start();
  await pipeline.arrival(await pipeline.write(createMovies(1, 12)));
  await pipeline.addKey();
  await pipeline.addComments();
  await pipeline.addSessions();
  await pipeline.addRatings();
  await pipeline.settled();
  const { contactPoint, datacenter } = cassandra;
  const { damage, close } = await cassandraDamage({ contactPoint, datacenter, keyspace });
  t.teardown(close);

  t.same(await differences(pipeline), [], 'nothing differs before');
  for (const at of [3, 17]) {
    for (const kind of cassandraDamages.keys()) await damage(kind, at + kind * 7);
    const found = await steadyDifferences(pipeline);
    const seen = new Set(found.map(({ kind, place }) => `${kind} ${place.table}`));
    for (const one of ['stale movieLists', 'missing actorMovies', 'missing actorsById']) {
      t.ok(seen.has(one), one);
    }
    await repairAll(pipeline);
    t.same(await differences(pipeline), [], 'and it is healed');
  }
});
