/** Compares a pipeline's view with its write model, and repairs it, as an operator would. */
import { currentProjection } from '@marquee/projection';
import { compare, type Difference, type Repair, repair } from '@marquee/reconcile';
import type { Pipeline } from './open-pipeline.js';

export async function differences(pipeline: Pipeline): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const slice of compare(depsOf(pipeline), { sliceSize: 20 })) {
    found.push(...slice.differences, ...slice.behind);
  }
  return found;
}

/** Of all that differs, slice by slice. */
export async function repairAll(pipeline: Pipeline): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for await (const { differences } of compare(depsOf(pipeline))) {
    if (differences.length > 0) repairs.push(await repair(depsOf(pipeline), differences));
  }
  return repairs;
}

const depsOf = ({ writeStore, tables, queue }: Pipeline) => ({
  ...{ writeStore, tables, queue, now: Date.now },
  projection: currentProjection,
});
