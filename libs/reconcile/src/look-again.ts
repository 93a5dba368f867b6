/** Tells what is wrong in the view from what is only on its way there. */
import { type Subjects, subjectKinds } from '@marquee/contracts';
import {
  type Difference,
  type Look,
  type LookDeps,
  lookAt,
  pause,
  subjectsOf,
  subjectText,
} from './look.js';

export interface Settled {
  /** Wrong: the view was known to have all changes of these, and they did not change while they were looked at. */
  readonly differences: readonly Difference[];
  /** Of things whose changes had not arrived when the last look was taken. */
  readonly behind: readonly Difference[];
}

/** Some ten seconds; a pipeline that is well takes the first. */
const PAUSES_MS = [200, 400, 800, 1_600, 3_000, 4_000];

/** Looks again and again at what differed, until it no longer does or is sure to be wrong. */
export async function lookAgain(
  deps: LookDeps,
  first: Look,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<Settled> {
  const wrong: Difference[] = [];
  let last = first;
  for (const pauseMs of pausesMs) {
    if (last.differences.length === 0) break;
    await pause(deps, pauseMs);
    const { differences } = last;
    const subjects = subjectsOf(differences);
    // Asked first: what is written after it shows by its version.
    const unsettled = await unsettledOf(deps, subjects);
    const orphans = differences.filter(({ kind }) => kind === 'orphaned');
    const next = await lookAt(
      deps,
      subjects,
      orphans.map(({ place }) => place),
    );
    const isSure = ({ subject }: Difference) => {
      const text = subjectText(subject);
      return !unsettled.has(text) && last.versions.get(text) === next.versions.get(text);
    };
    wrong.push(...next.differences.filter(isSure));
    last = { ...next, differences: next.differences.filter((one) => !isSure(one)) };
  }
  return { differences: wrong, behind: last.differences };
}

async function unsettledOf(
  { writeStore }: LookDeps,
  subjects: Subjects,
): Promise<ReadonlySet<string>> {
  const found = await writeStore.survey.unsettled(subjects);
  return new Set(
    subjectKinds.flatMap((kind) => found[kind].map((id) => subjectText({ kind, id }))),
  );
}
