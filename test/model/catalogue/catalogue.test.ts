/**
 * Random commands through the HTTP apps against a model of the catalogue, over every combination of adapters that is at hand.
 * MODEL_SEED, MODEL_RUNS (for each combination) and MODEL_COMMANDS (for each run) make it another or a longer run.
 */
import { missing, startCassandra, startRedis } from '@marquee/testing';
import fc from 'fast-check';
import t from 'tap';
import { actorCommands } from './actor-commands.js';
import { type Stores, startApps } from './apps.js';
import { saveBatch } from './batch-command.js';
import type { Run } from './command-run.js';
import { compareEverything } from './compare.js';
import { emptyModel, type Model } from './model.js';
import { movieCommands } from './movie-commands.js';
import { otherCommands } from './other-commands.js';

const seed = Number(process.env['MODEL_SEED'] ?? 20_260_131);
const asked = process.env['MODEL_RUNS'];
const maxCommands = Number(process.env['MODEL_COMMANDS'] ?? 40);
/** Of a combination, also while it looks for the shortest commands that fail. */
const LIMIT_MS = Math.max(240, 30 * Number(asked ?? 0)) * 1_000;

const redis = missing('Redis') ? null : await startRedis();
const cassandra = missing('Cassandra') ? null : await startCassandra();
t.teardown(async () => {
  await redis?.stop();
  await cassandra?.stop();
});

const queues = { 'in process': 'memory:', 'on Redis': redis?.url ?? null };
const views = { SQLite: 'sqlite:%/view.sqlite', Cassandra: cassandra?.url('%') ?? null };

for (const [queue, queueUrl] of Object.entries(queues)) {
  for (const [view, viewStoreUrl] of Object.entries(views)) {
    const skip = queueUrl === null || viewStoreUrl === null ? 'a service is missing' : false;
    t.test(
      `the catalogue is as its model, queue ${queue}, view in ${view}`,
      { skip },
      async (t) => {
        // Tables of Cassandra take seconds to make.
        const usual = view === 'Cassandra' ? 1 : queue === 'on Redis' ? 4 : 10;
        const numRuns = Number(asked ?? usual);
        t.comment(`MODEL_SEED=${seed} MODEL_RUNS=${numRuns} MODEL_COMMANDS=${maxCommands}`);
        await checkModel(numRuns, {
          writeStoreUrl: 'sqlite:%/write.sqlite',
          queueUrl: queueUrl ?? '',
          viewStoreUrl: viewStoreUrl ?? '',
        });
        t.pass(`${numRuns} runs`);
      },
    );
  }
}

/** @throws {Error} with the shortest commands that were found to go wrong */
async function checkModel(numRuns: number, stores: Stores): Promise<void> {
  const choice = [...movieCommands, saveBatch, ...actorCommands, ...otherCommands];
  const commands = fc.commands<Model, Run, true>(choice, { maxCommands, size: 'max' });
  const property = fc.asyncProperty(commands, async (chosen) => {
    const run: Run = { apps: await startApps(stores), tokens: [], keys: 0, keyed: [] };
    try {
      const model = emptyModel();
      await fc.asyncModelRun(() => ({ model, real: run }), chosen);
      await compareEverything(model, run);
    } finally {
      await run.apps.close();
    }
  });
  const bounds = { interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: true };
  await fc.assert(property, { seed, numRuns, ...bounds });
}
