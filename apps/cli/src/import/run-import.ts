/** One import from its files to the view, with what the user sees of it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { newId, newWrite, saveActorBatch, saveMovieBatch, saveRatingBatch } from '@marquee/command';
import {
  type FormatOptions,
  noCounts,
  type Save,
  type Source,
  UnusableFile,
} from '@marquee/import';
import { ADMINISTRATOR_ID, type Caller } from '@marquee/service';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openPipeline, type Pipeline } from '../open-pipeline.js';
import { awaitView, followView, type ViewFollower } from './await-view.js';
import { describeResult } from './describe-result.js';
import { type ImportProgress, importMovies } from './import-movies.js';
import { importStateFile } from './import-state.js';
import { type InspectedInputs, inspectInputs } from './inspect-inputs.js';
import { type LookupsRead, readLookups } from './read-lookups.js';
import { type RelayHold, relayHold } from './relay-hold.js';
import { createReporter, type Reporter, type Shown } from './reporter.js';

export interface ImportOptions {
  readonly sources: readonly Source[];
  readonly options: FormatOptions;
  /** Whether to end only when the view has everything. */
  readonly wait: boolean;
}

const administrator: Caller = { id: ADMINISTRATOR_ID, role: 'administrator' };

export async function runImport(request: ImportOptions): Promise<ExitCode> {
  try {
    // Before anything is stored.
    const inputs = await inspectInputs(request.sources, request.options);
    return await runInspected(request, inputs);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    console.error(error.message);
    return exitCodes.wrongUsage;
  }
}

async function runInspected(request: ImportOptions, inputs: InspectedInputs): Promise<ExitCode> {
  const startedAt = Date.now();
  const interruption = interrupted();
  const hold = relayHold();
  const pipeline = await openPipeline({ relayMayWait: hold.mayWait });
  try {
    const tables = await pipeline.liveTables();
    const follower = followView(tables, { lookEveryMs: 100 });
    const end = await importAndWait(request, inputs, {
      ...{ pipeline, follower, hold, startedAt, signal: interruption.signal },
    });
    const seconds = (Date.now() - startedAt) / 1_000;
    const { result, lookups, isInView } = end;
    console.log(describeResult({ ...end, seconds }));
    if (result.interrupted || isInView === false) return exitCodes.failed;
    const refused = lookups.reduce((sum, read) => sum + read.refused, result.counts.refused);
    return refused > 0 ? exitCodes.someRefused : exitCodes.done;
  } finally {
    interruption.forget();
    await pipeline.close();
  }
}

interface Context {
  readonly pipeline: Pipeline;
  readonly follower: ViewFollower;
  readonly hold: RelayHold;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

/** `isInView` is `null` when nobody waited for it. */
async function importAndWait(
  { sources, options, wait }: ImportOptions,
  inputs: InspectedInputs,
  { pipeline, follower, hold, startedAt, signal }: Context,
) {
  const { settings, writeStore } = pipeline;
  const { writeStoreUrl, dataDir } = settings;
  const stateFile = importStateFile(dataDir, sources, { writeStoreUrl, options });
  // Of a store that was emptied since, nothing is done.
  if (await writeStore.isEmpty()) await stateFile.remove();
  const before = await stateFile.load();
  const size = sizeOf(inputs.rows);
  const reporter = createReporter({
    ...{ stream: process.stderr, size, now: Date.now, rowsBefore: before.rows },
  });
  for (const note of inputs.notes) reporter.say(note);
  if (before.rows > 0) reporter.say(`Continuing after ${before.rows} rows.`);
  let shown: Shown = { counts: noCounts, bytesRead: 0, inView: 0, of: 0 };
  try {
    const { context, tables } = inputs;
    const storingAt = Date.now();
    const lookups: LookupsRead[] = [];
    for (const input of inputs.lookups)
      lookups.push(await readLookups(input, { context, tables, dataDir }));
    const result = await importMovies({
      ...{ sources: inputs.rows, context, dataDir, stateFile, signal },
      save: savingIn(pipeline),
      async onProgress({ holds, rows, counts, bytesRead, writes }: ImportProgress) {
        follower.add(writes);
        const show = async () => {
          shown = { counts, bytesRead, ...(await follower.look()) };
          reporter.show(shown);
        };
        await show();
        if (holds !== 'ratings') return hold.end();
        if (hold.stored(rows)) await catchUp(pipeline, { show, signal });
      },
    });
    hold.end();
    const storedSeconds = (Date.now() - storingAt) / 1_000;
    const done = { result, lookups, storedSeconds };
    if (!wait || result.interrupted) return { ...done, isInView: null };
    const isInView = await awaitView({
      ...{ follower, signal },
      async hasEarlierWrites() {
        const oldest = await writeStore.outbox.oldestUnconfirmedAt();
        return oldest === null || oldest >= startedAt;
      },
      onProgress: (view) => reporter.show({ ...shown, ...view }),
      onStalled: () => sayWhatWaits(pipeline, reporter),
    });
    return { ...done, isInView };
  } finally {
    reporter.end();
  }
}

function savingIn({ writeStore }: Pipeline): Save {
  const deps = { writeStore, now: Date.now, newId, newWrite };
  return {
    movies: (rows, mode) =>
      saveMovieBatch(deps, rows, { caller: administrator, mode, makeActors: true }),
    actors: (rows) => saveActorBatch(deps, rows, { caller: administrator }),
    ratings: (rows) => saveRatingBatch(deps, rows, administrator),
  };
}

/** What fails here is tried again by the relay's own loops. */
async function catchUp(
  pipeline: Pipeline,
  { show, signal }: { readonly show: () => Promise<void>; readonly signal: AbortSignal },
): Promise<void> {
  let isDone = false;
  const done = pipeline
    .catchUp(signal)
    .catch(() => undefined)
    .finally(() => {
      isDone = true;
    });
  while (!isDone) {
    await show();
    await Promise.race([done, sleep(200)]);
  }
}

function sizeOf(sources: readonly Source[]): number | null {
  const sizes = sources.map(({ size }) => size);
  return sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

async function sayWhatWaits(
  { settings, queue, liveTables }: Pipeline,
  reporter: Reporter,
): Promise<void> {
  if (settings.queueUrl === 'memory:') {
    // A process that was killed keeps its share of the outbox until its lease runs out.
    return reporter.say('Everything is stored; the view waits for changes that another run holds.');
  }
  const { generation } = await liveTables();
  const counts = await queue.counts(generation.name).catch(() => null);
  const waiting = counts === null ? 0 : counts.waiting + counts.active + counts.delayed;
  reporter.say(
    counts === null
      ? 'Everything is stored, but the queue does not answer: the view gets it when it does.'
      : `Everything is stored; ${waiting} jobs wait in the queue. Does a projector run?`,
  );
}

/** Stops after the batch in hand at the first signal; a second one ends the process as usual. */
function interrupted() {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: controller.signal,
    forget: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
