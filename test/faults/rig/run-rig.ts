/** One run, from an empty installation to its report. */
import { setTimeout as sleep } from 'node:timers/promises';
import { carryOut } from './carry-out.js';
import { checkCopies } from './check-copies.js';
import { checkHistories } from './check-histories.js';
import { recordDisturbances } from './disturbances.js';
import { startFeedFollower } from './feed-follower.js';
import { finalChecks } from './final-checks.js';
import { type Installation, startInstallation } from './installation.js';
import { openLedger } from './ledger.js';
import { rebuildMeanwhile, verify } from './operator.js';
import type { RigOptions } from './options.js';
import { runReader } from './reader.js';
import type { Report } from './report.js';
import { newTally, type Run } from './run.js';
import { makeSchedule } from './schedule.js';
import { watchContents } from './seen-contents.js';
import { setUp } from './set-up.js';
import { settle } from './settle.js';
import { runUploader } from './uploader.js';
import { collectViolations } from './violations.js';
import { startWebhookFollower } from './webhook-follower.js';
import { WRITERS } from './workload.js';
import { runWriter } from './writer.js';

const READERS = 4;
const READ_EVERY_MS = 100;
const CRASH_WATCH_MS = 500;

/** `onStage` is told what comes next: a run is silent for minutes else. */
export async function runRig(
  options: RigOptions,
  onStage: (stage: string) => void = () => {},
): Promise<Report> {
  onStage('start');
  const installation = await startInstallation(options.stores);
  try {
    return await runOn(installation, { ...options, onStage });
  } finally {
    await installation.close();
  }
}

async function runOn(
  installation: Installation,
  { onStage, ...options }: RigOptions & { readonly onStage: (stage: string) => void },
): Promise<Report> {
  const { seed, durationMs } = options;
  const parts = installation.parts.map(({ name }) => name);
  const faults = makeSchedule({ seed, durationMs, everyMs: options.faultEveryMs, parts });
  const violations = collectViolations(Date.now());
  let isOver = false;
  const run: Run = {
    seed,
    commands: installation.commands.map(({ name, url }) => ({ part: name, url })),
    queries: installation.queries.map(({ name, url }) => ({ part: name, url })),
    bearer: installation.bearer,
    ledger: openLedger(),
    disturbances: recordDisturbances(),
    violations,
    tally: newTally(),
    isOver: () => isOver,
  };
  const seen = watchContents(violations);
  const follower = await startFeedFollower(run, seen);
  const told = await startWebhookFollower(run, { ...installation, from: follower.from, seen });
  await setUp(run);
  const writeEveryMs = (WRITERS * 1_000) / options.writesPerSecond;
  const clients = Promise.all([
    ...Array.from({ length: WRITERS }, (_, writer) => runWriter(run, writer, writeEveryMs)),
    ...Array.from({ length: READERS }, (_, reader) =>
      runReader(run, { reader, everyMs: READ_EVERY_MS, seen }),
    ),
    runUploader(run),
  ]);
  const stopWatching = watchForCrashes(installation, run);
  onStage(`write, read and hurt for ${durationMs / 1_000} s`);
  const operating = rebuildMeanwhile(run, installation, durationMs);
  const [done] = await Promise.all([
    carryOut(faults, { ...installation, disturbances: run.disturbances }),
    sleep(durationMs),
  ]);
  isOver = true;
  await clients;
  onStage('wait for the rebuild');
  const operated = await operating;
  onStage('wait until the outbox is empty');
  const drainedMs = await settle(run, installation.writeStore);
  onStage('look at every item and list');
  await finalChecks(run);
  onStage('look at histories');
  await checkHistories(run);
  onStage('look at the copies of followers');
  await checkCopies(run, [follower.copy, told]);
  await follower.end();
  onStage('verify');
  await verify(run, installation);
  stopWatching();
  return {
    options,
    ...{
      faults: done,
      operated,
      drainedMs,
      tally: run.tally,
      movies: run.ledger.all('movie').length,
    },
    ...{ counts: violations.counts(), examples: violations.examples() },
    output: installation.parts.map((part) => [part.name, part.output()] as const),
  };
}

function watchForCrashes({ parts }: Installation, { violations }: Run): () => void {
  const known = new Set<string>();
  const timer = setInterval(() => {
    for (const part of parts) {
      const crash = known.has(part.name) ? null : part.crashed();
      if (crash === null) continue;
      known.add(part.name);
      violations.add('crashed', `${part.name}: ${crash}`);
    }
  }, CRASH_WATCH_MS);
  return () => clearInterval(timer);
}
