/** Rebuilds the view, goes back, or clears away, and says how far it is. */
import {
  abandonRebuild,
  pruneGenerations,
  type RebuildDeps,
  type RebuildProgress,
  rebuild,
  rollback,
} from '@marquee/reconcile';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openPipeline } from '../open-pipeline.js';
import { createProgress } from '../progress.js';

export type RebuildVerb = 'rebuild' | 'rollback' | 'prune' | 'abandon';

export interface RebuildArguments {
  /** With `rollback`: also to a generation that is not kept up. */
  readonly force: boolean;
  /** With `rebuild`: movies a second, at most. */
  readonly rate: number;
}

export async function runRebuild(
  verb: RebuildVerb,
  { force, rate }: RebuildArguments,
): Promise<ExitCode> {
  const pipeline = await openPipeline({ leaveOldView: true });
  try {
    const { writeStore, viewStore, queue } = pipeline;
    const limits = { perSecond: rate };
    const deps = { writeStore, viewStore, queue, now: Date.now, limits };
    console.log(await verbs[verb](deps, force));
    return exitCodes.done;
  } finally {
    await pipeline.close();
  }
}

const verbs: Readonly<Record<RebuildVerb, (deps: RebuildDeps, force: boolean) => Promise<string>>> =
  {
    async rebuild(deps) {
      const { generation, previous } = await shown(deps);
      return (
        `Generation ${generation} is live. ${previous} goes on being written: go back to it by ` +
        'rebuild --rollback, or drop it by rebuild --prune.'
      );
    },
    async rollback(deps, force) {
      const { from, to } = await rollback(deps, { force });
      return `Generation ${to} is live again, instead of ${from}.`;
    },
    async prune(deps) {
      const names = await pruneGenerations(deps);
      return names.length === 0 ? 'There was nothing to drop.' : `Dropped: ${names.join(', ')}`;
    },
    async abandon(deps) {
      return `The rebuild of generation ${await abandonRebuild(deps)} is given up.`;
    },
  };

/** Where in all of it each phase is. */
const shares: Readonly<Record<RebuildProgress['phase'], readonly [from: number, to: number]>> = {
  making: [0, 0.02],
  waiting: [0.02, 0.05],
  filling: [0.05, 0.5],
  covering: [0.5, 0.55],
  comparing: [0.55, 1],
  switched: [1, 1],
};

const texts: Readonly<Record<RebuildProgress['phase'], (generation: string) => string>> = {
  making: (name) => `making generation ${name}`,
  waiting: (name) => `waiting for a projector to take up ${name}`,
  filling: (name) => `filling ${name}`,
  covering: (name) => `telling ${name} which writes it has`,
  comparing: (name) => `comparing ${name} with the write model`,
  switched: (name) => `switched to ${name}`,
};

/** A bar on a terminal, one line for each phase elsewhere. */
async function shown(deps: RebuildDeps) {
  const bar = createProgress(process.stderr, Date.now);
  let phase: RebuildProgress['phase'] | null = null;
  const onProgress = (progress: RebuildProgress) => {
    const text = texts[progress.phase](progress.generation);
    const [from, to] = shares[progress.phase];
    const part = progress.total === 0 ? 0 : Math.min(1, progress.done / progress.total);
    bar.show(from + part * (to - from), text);
    if (progress.phase === phase) return;
    phase = progress.phase;
    if (!process.stderr.isTTY) console.error(text);
  };
  try {
    return await rebuild({ ...deps, onProgress });
  } finally {
    bar.end();
  }
}
