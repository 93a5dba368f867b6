/** Whatever is done by hand to the rows of a view in SQLite is found, and healed by publishing. */
import fc from 'fast-check';
import t from 'tap';
import { type Damage, sqliteDamage, sqliteDamages } from './damage.js';
import { differences, repairAll, steadyDifferences } from './heal.js';
import { createMovies, openPipeline, type Pipeline } from './open-pipeline.js';

async function damagedPipeline(
  t: Tap,
): Promise<{ readonly pipeline: Pipeline; readonly damage: Damage }> {
  const pipeline = await openPipeline(t, 'memory:');
  await pipeline.projector.start();
  pipeline.relay.start();
  await pipeline.arrival(await pipeline.write(createMovies(1, 12)));
  await pipeline.addKey();
  await pipeline.addComments();
  await pipeline.addSessions();
  await pipeline.addRatings();
  await pipeline.settled();
  const { damage, close } = sqliteDamage(pipeline.viewFile);
  t.teardown(async () => close());
  return { pipeline, damage };
}

interface Tap {
  teardown(work: () => Promise<void>): void;
}

t.test('each kind of damage is seen, and healed', async (t) => {
  const { pipeline, damage } = await damagedPipeline(t);
  t.same(await differences(pipeline), [], 'nothing differs before');
  for (const [kind, sql] of sqliteDamages.entries()) {
    await damage(kind, 3);
    t.not((await steadyDifferences(pipeline)).length, 0, sql);
    await repairAll(pipeline);
    t.same(await differences(pipeline), [], 'and it is healed');
  }
});

t.test('any damages together are healed', async (t) => {
  const { pipeline, damage } = await damagedPipeline(t);
  const damages = fc.array(fc.tuple(fc.nat(sqliteDamages.length - 1), fc.nat(500)), {
    minLength: 5,
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(damages, async (kinds) => {
      for (const [kind, at] of kinds) await damage(kind, at);
      await repairAll(pipeline);
      t.same(await differences(pipeline), []);
    }),
    { numRuns: 8 },
  );
});
