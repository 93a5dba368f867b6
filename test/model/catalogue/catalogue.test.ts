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

const writes = {
  SQLite: 'sqlite:%/write.sqlite',
  'SQL Server': process.env['TEST_MSSQL_URL'] ?? null,
};
const queues = { 'in process': 'memory:', Redis: redis?.url ?? null };
const views = { SQLite: 'sqlite:%/view.sqlite', Cassandra: cassandra?.url('%') ?? null };

for (const [write, writeStoreUrl] of Object.entries(writes)) {
  for (const [queue, queueUrl] of Object.entries(queues)) {
    for (const [view, viewStoreUrl] of Object.entries(views)) {
      const name = `writes in ${write}, queue ${queue}, view in ${view}`;
      if (writeStoreUrl === null || queueUrl === null || viewStoreUrl === null) {
        t.test(name, { skip: 'NOT RUN, since a service is missing' }, () => {});
        continue;
      }
      t.test(name, async (t) => {
        const numRuns = Number(asked ?? usualRuns(write, queue, view));
        t.comment(`MODEL_SEED=${seed} MODEL_RUNS=${numRuns} MODEL_COMMANDS=${maxCommands}`);
        await checkModel(numRuns, { writeStoreUrl, queueUrl, viewStoreUrl });
        t.pass(`the catalogue is as its model in ${numRuns} runs`);
      });
    }
  }
}

/** A database of SQL Server and the tables of Cassandra take seconds to make. */
function usualRuns(write: string, queue: string, view: string): number {
  if (write !== 'SQLite' || view !== 'SQLite') return 1;
  return queue === 'Redis' ? 4 : 10;
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
