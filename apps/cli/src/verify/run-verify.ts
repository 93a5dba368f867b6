/** Compares the live view with the write model, and says what differs. */
import { currentProjection } from '@marquee/projection';
import {
  compare,
  oldViewText,
  type RepairDeps,
  repair,
  subjectCount,
  viewOfOtherVersion,
} from '@marquee/reconcile';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openPipeline, type Pipeline } from '../open-pipeline.js';
import { createProgress, type Progress } from '../progress.js';
import { findingsReport, newFindings, note } from './findings.js';

export async function runVerify(options: { readonly repair: boolean }): Promise<ExitCode> {
  const pipeline = await openPipeline();
  try {
    const deps = await repairDeps(pipeline);
    const first = await verify(deps, { pipeline, isRepairing: options.repair });
    if (!options.repair || first === 0) return exitOf(first);
    console.log('Compared again:');
    return exitOf(await verify(deps, { pipeline, isRepairing: false }));
  } finally {
    await pipeline.close();
  }
}

const exitOf = (different: number) => (different === 0 ? exitCodes.done : exitCodes.different);

async function repairDeps({ writeStore, viewStore, queue, liveTables }: Pipeline) {
  const { generation } = await liveTables();
  const old = await viewOfOtherVersion(viewStore);
  if (old !== null) throw new Error(oldViewText(old));
  const tables = viewStore.open(generation, { fresh: true });
  return { writeStore, queue, tables, projection: currentProjection, now: Date.now };
}

interface Verification {
  readonly pipeline: Pipeline;
  readonly isRepairing: boolean;
}

/** Returns how many rows differ, or could not be compared. */
async function verify(deps: RepairDeps, { pipeline, isRepairing }: Verification): Promise<number> {
  const findings = newFindings();
  const progress = createProgress(process.stderr, Date.now);
  const total = await subjectCount(pipeline.writeStore);
  try {
    for await (const slice of compare(deps)) {
      note(findings, slice);
      show(progress, findings, total);
      if (!isRepairing || slice.differences.length === 0) continue;
      const { left } = await repair(deps, slice.differences);
      findings.left += left.length;
      findings.repaired += slice.differences.length - left.length;
    }
  } finally {
    progress.end();
  }
  console.log(findingsReport(findings, isRepairing));
  return findings.different + findings.behind;
}

/** The second pass meets about as many rows as the first one. */
function show(progress: Progress, findings: ReturnType<typeof newFindings>, total: number): void {
  const { subjects, rows, writtenRows, different } = findings;
  const first = total === 0 ? 1 : Math.min(1, subjects / total);
  const second = writtenRows === 0 ? 0 : Math.min(1, (rows - writtenRows) / writtenRows);
  const isSecond = rows > writtenRows;
  progress.show(isSecond ? 0.5 + second / 2 : first / 2, `${rows} rows, ${different} differ`);
}
