/** Fills a generation by publishing to it alone. */
import { publishEvents } from '@marquee/change-queue';
import { subjectKinds } from '@marquee/contracts';
import type { ViewTables } from '@marquee/view-store';
import { liveGeneration } from '../live-tables.js';
import { publishCurrent } from '../publish-current.js';
import { subjectCount } from '../subject-count.js';
import { awaitArrival, awaitRoom } from './arrival.js';
import { paceOf } from './pace.js';
import { limitsOf, type RebuildDeps } from './rebuild-deps.js';
import type { RebuildTask } from './rebuild-task.js';

export interface RebuildWork {
  readonly deps: RebuildDeps;
  readonly task: RebuildTask;
  /** Of the new generation. */
  readonly tables: ViewTables;
}

const PAGE = 250;
const COVERS = 500;

/** Publishes everything that there is, from where an earlier run ended; resolves when it has arrived. */
export async function fill({ deps, task, tables }: RebuildWork): Promise<void> {
  const { writeStore, onProgress } = deps;
  const { name } = tables.generation;
  const total = await subjectCount(writeStore);
  const pace = paceOf(limitsOf(deps).perSecond);
  const limit = pace.share(PAGE);
  const from = task.state.position?.part ?? 'movies';
  for (const kind of subjectKinds.slice(subjectKinds.indexOf(from))) {
    const { position } = task.state;
    let after: string | null = position?.part === kind ? position.after : null;
    do {
      await awaitRoom(deps, tables);
      const ids: readonly string[] = await writeStore.survey.page(kind, { after, limit });
      await publishCurrent(deps, { [kind]: ids }, [name]);
      after = ids.length < limit ? null : (ids.at(-1) ?? null);
      const done = task.state.done + ids.length;
      await task.save({ position: { part: kind, after: ids.at(-1) ?? after }, done });
      onProgress?.({ phase: 'filling', generation: name, done, total });
      await pace.done(ids.length);
    } while (after !== null);
  }
  await awaitArrival(deps, tables);
}

/**
 * Has the new generation note the writes that the live one has noted, so that their tokens are answered there: published as events
 * that hold nothing else. Before the comparison, which then shows that what they stand for is there; what is written later
 * brings its own.
 */
export async function coverWrites({ deps, tables }: RebuildWork): Promise<void> {
  const { name } = tables.generation;
  const stored = await liveGeneration(deps.viewStore);
  if (stored === undefined) return;
  const live = deps.viewStore.open(stored, { fresh: true });
  let after: string | null = null;
  let done = 0;
  do {
    await awaitRoom(deps, tables);
    const { covers, next } = await live.appliedWrites({ after, limit: COVERS });
    if (covers.length > 0) {
      await publishEvents(deps.queue, [name], [{ kind: 'totals', totals: [], covers }], deps.now());
    }
    done += covers.length;
    deps.onProgress?.({ phase: 'covering', generation: name, done, total: done });
    after = next;
  } while (after !== null);
  await awaitArrival(deps, tables);
}
