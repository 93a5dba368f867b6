/** Compares a pipeline's view with its write model, and repairs it, as an operator would. */
import { deepEqual } from 'node:assert/strict';
import { addressText, currentProjection } from '@marquee/projection';
import {
  type CompareOptions,
  compare,
  type Difference,
  type Repair,
  repair,
} from '@marquee/reconcile';
import type { Pipeline } from './open-pipeline.js';

export const differences = (pipeline: Pipeline) => comparedWith(pipeline, {});

/** Of a view that nobody writes to meanwhile: however many rows a comparison may note, it finds the same. */
export async function steadyDifferences(pipeline: Pipeline): Promise<Difference[]> {
  const found = await differences(pipeline);
  for (const maxNoted of [0, 40]) {
    const others = await comparedWith(pipeline, { maxNoted });
    deepEqual(textsOf(others), textsOf(found), `with ${maxNoted} rows noted`);
  }
  return found;
}

async function comparedWith(pipeline: Pipeline, options: CompareOptions): Promise<Difference[]> {
  const found = new Map<string, Difference>();
  for await (const slice of compare(depsOf(pipeline), { sliceSize: 20, ...options })) {
    for (const one of [...slice.differences, ...slice.behind]) found.set(textOf(one), one);
  }
  return [...found.values()];
}

const textOf = ({ kind, place }: Difference) => `${kind} ${addressText(place)}`;
const textsOf = (all: readonly Difference[]) => all.map(textOf).sort();

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
