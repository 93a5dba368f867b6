/** One import from its files to the view, with what the user sees of it. */
import { newId, newWrite, saveMovieBatch } from '@marquee/command';
import { ADMINISTRATOR_ID, type Caller } from '@marquee/service';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openPipeline, type Pipeline } from '../open-pipeline.js';
import { awaitView, followView, type ViewFollower } from './await-view.js';
import { noCounts, totalOf } from './counts.js';
import { type ImportProgress, type ImportResult, importMovies } from './import-movies.js';
import { importStateFile } from './import-state.js';
import type { Source } from './open-source.js';
import type { PlannedRow, RowFormat } from './plan-row.js';
import { createReporter, type Reporter, type Shown } from './reporter.js';

export interface ImportOptions {
  readonly sources: readonly Source[];
  readonly format: RowFormat;
  /** Whether to end only when the view has everything. */
  readonly wait: boolean;
}

const administrator: Caller = { id: ADMINISTRATOR_ID, role: 'administrator' };

export async function runImport(options: ImportOptions): Promise<ExitCode> {
  const startedAt = Date.now();
  const interruption = interrupted();
  const pipeline = await openPipeline();
  try {
    const tables = await pipeline.liveTables();
    const follower = followView(tables);
    const { result, isInView } = await importAndWait(options, {
      ...{ pipeline, follower, startedAt, signal: interruption.signal },
    });
    console.log(summary(result, { isInView, seconds: (Date.now() - startedAt) / 1_000 }));
    if (result.interrupted || isInView === false) return exitCodes.failed;
    return result.counts.refused > 0 ? exitCodes.someRefused : exitCodes.done;
  } finally {
    interruption.forget();
    await pipeline.close();
  }
}

interface Context {
  readonly pipeline: Pipeline;
  readonly follower: ViewFollower;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

/** `isInView` is `null` when nobody waited for it. */
async function importAndWait(options: ImportOptions, context: Context) {
  const { pipeline, follower, startedAt, signal } = context;
  const { settings, writeStore } = pipeline;
  const { sources, format, wait } = options;
  const { writeStoreUrl, dataDir } = settings;
  const stateFile = importStateFile(dataDir, sources, { writeStoreUrl, format });
  // Of a store that was emptied since, nothing is done.
  if (await writeStore.isEmpty()) await stateFile.remove();
  const before = await stateFile.load();
  const reporter = createReporter({
    stream: process.stderr,
    size: sizeOf(sources),
    now: Date.now,
    rowsBefore: before.rows,
  });
  if (before.rows > 0) reporter.say(`Continuing after ${before.rows} rows.`);
  const deps = { writeStore, now: Date.now, newId, newWrite };
  let shown: Shown = { counts: noCounts, bytesRead: 0, inView: 0, of: 0 };
  try {
    const result = await importMovies({
      ...{ sources, format, dataDir, stateFile, signal },
      save: (rows: readonly unknown[], mode: PlannedRow['mode']) =>
        saveMovieBatch(deps, rows, { caller: administrator, mode, makeActors: true }),
      async onProgress({ counts, bytesRead, writes }: ImportProgress) {
        follower.add(writes);
        shown = { counts, bytesRead, ...(await follower.look()) };
        reporter.show(shown);
      },
    });
    if (!wait || result.interrupted) return { result, isInView: null };
    const isInView = await awaitView({
      ...{ follower, signal },
      async hasEarlierWrites() {
        const oldest = await writeStore.outbox.oldestUnconfirmedAt();
        return oldest === null || oldest >= startedAt;
      },
      onProgress: (view) => reporter.show({ ...shown, ...view }),
      onStalled: () => sayWhatWaits(pipeline, reporter),
    });
    return { result, isInView };
  } finally {
    reporter.end();
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

function summary(
  result: ImportResult,
  { isInView, seconds }: { readonly isInView: boolean | null; readonly seconds: number },
): string {
  const { accepted, replaced, unchanged, refused } = result.counts;
  const lines = [
    `${totalOf(result.counts)} rows in ${seconds.toFixed(1)} s: accepted ${accepted}, ` +
      `replaced ${replaced}, unchanged ${unchanged}, refused ${refused}.`,
    ...result.refusedFiles.map((file) => `Refused rows and reasons: ${file}`),
  ];
  if (result.interrupted) lines.push('Interrupted: the same command continues from here.');
  if (isInView === false) lines.push('All is stored, but the view does not have all of it yet.');
  return lines.join('\n');
}
