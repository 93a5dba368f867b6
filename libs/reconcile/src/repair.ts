/** Makes differing rows right, by publishing: nothing but a projector writes to the view. */
import type { ChangeQueue } from '@marquee/change-queue';
import type { GoneRow, Subject } from '@marquee/contracts';
import type { Renewal } from '@marquee/write-store';
import {
  type Difference,
  type Look,
  type LookDeps,
  lookAt,
  pause,
  subjectsOf,
  subjectText,
} from './look.js';
import { publishCurrent } from './publish-current.js';

export interface RepairDeps extends LookDeps {
  readonly queue: Pick<ChangeQueue, 'publish'>;
  /** How long a repair may take to arrive before it counts as failed (60 s), while the pipeline is behind. */
  readonly patienceMs?: number;
}

export interface Repair {
  /** Things whose state was published again. */
  readonly republished: number;
  /** Rows that were taken away. */
  readonly removed: number;
  /** Things that were given a new version, since the view had one that the write model never gave. */
  readonly renewed: number;
  /** What is still wrong. */
  readonly left: readonly Difference[];
}

const ROWS_AN_EVENT = 200;
const POLL_MS = 100;
/** Events overtake each other a little. */
const HEARTBEAT_MARGIN_MS = 2_000;
const MAX_VERSION = Number.MAX_SAFE_INTEGER - 1;

/**
 * First everything at the versions that it has. Cells that someone wrote by hand carry the clock, which is newer: where that does
 * not take, rows go at the time of now, and their movie, actor or total gets a version above it.
 */
export async function repair(
  deps: RepairDeps,
  differences: readonly Difference[],
): Promise<Repair> {
  const gentle = await attempt(deps, differences, { force: false });
  if (gentle.left.length === 0) return gentle;
  const forced = await attempt(deps, gentle.left, { force: true });
  return {
    republished: gentle.republished,
    removed: gentle.removed,
    renewed: gentle.renewed + forced.renewed,
    left: forced.left,
  };
}

async function attempt(
  deps: RepairDeps,
  differences: readonly Difference[],
  { force }: { readonly force: boolean },
): Promise<Repair> {
  const { versions } = await lookAtAll(deps, differences);
  const removedAt = force ? deps.now() * 1_000 : 0;
  const versionOf = ({ subject }: Difference) => versions.get(subjectText(subject)) ?? 0;
  const gone = differences
    .filter(({ kind }) => kind === 'orphaned')
    .map((one): GoneRow & { subject: Subject } => {
      const version = Math.max(one.seen, versionOf(one), removedAt);
      return { ...one.place, version: Math.min(version, MAX_VERSION), subject: one.subject };
    });
  await publishGone(deps, gone);

  const renewals = renewalsOf(differences, { versions, removedAt, force });
  await deps.writeStore.survey.renew([...renewals.values()], deps.now());
  const rest = differences.filter(
    ({ kind, subject }) => kind !== 'orphaned' && !renewals.has(subjectText(subject)),
  );
  const republished = await publishCurrent(deps, subjectsOf(rest), [deps.tables.generation.name]);
  const left = await arrival(deps, differences);
  return { republished, removed: gone.length, renewed: renewals.size, left };
}

interface RenewalOptions {
  readonly versions: Look['versions'];
  /** The least version at which rows were removed. */
  readonly removedAt: number;
  readonly force: boolean;
}

/** Of everything whose row has, or is being removed at, a version above its own; all of it where that is forced. */
function renewalsOf(
  differences: readonly Difference[],
  { versions, removedAt, force }: RenewalOptions,
): ReadonlyMap<string, Renewal> {
  const renewals = new Map<string, Renewal>();
  for (const { subject, seen } of differences) {
    const text = subjectText(subject);
    const version = versions.get(text);
    // What was never written has no version to give, and what is past all bounds none above it.
    if (version === undefined || seen > MAX_VERSION - 1) continue;
    if (seen <= version && !force) continue;
    const atLeast = Math.max(seen + 1, removedAt + 1, renewals.get(text)?.atLeast ?? 0);
    renewals.set(text, { ...subject, atLeast });
  }
  return renewals;
}

async function publishGone(
  { queue, tables, now }: RepairDeps,
  rows: readonly GoneRow[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AN_EVENT) {
    const gone = rows
      .slice(at, at + ROWS_AN_EVENT)
      .map(({ table, key, version }) => ({ table, key, version }));
    const job = { publishedAt: now(), events: [{ kind: 'rows-gone' as const, rows: gone }] };
    await queue.publish(tables.generation.name, [job]);
  }
}

/** Looks until nothing differs any longer, or a heartbeat that was sent later has arrived, or patience ends. */
async function arrival(
  deps: RepairDeps,
  differences: readonly Difference[],
): Promise<readonly Difference[]> {
  const { tables, now, patienceMs = 60_000 } = deps;
  const sentAt = now();
  const startedAt = performance.now(); // patience must end, however far the clock is set back
  for (;;) {
    const heartbeat = await tables.heartbeat();
    const look = await lookAtAll(deps, differences);
    const isPast = heartbeat !== null && heartbeat.at > sentAt + HEARTBEAT_MARGIN_MS;
    const isTooLong = performance.now() - startedAt > patienceMs;
    if (look.differences.length === 0 || isPast || isTooLong) {
      return look.differences;
    }
    await pause(deps, POLL_MS);
  }
}

function lookAtAll(deps: LookDeps, differences: readonly Difference[]): Promise<Look> {
  return lookAt(
    deps,
    subjectsOf(differences),
    differences.map(({ place }) => place),
  );
}
