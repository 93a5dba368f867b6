/** Where is my movie? Its versions and times at each station, from the write model to the view. */
import type { ChangeQueue } from '@marquee/change-queue';
import type { DeadLetterSummary, MovieTrace } from '@marquee/contracts';
import type { ViewStore } from '@marquee/view-store';
import type { WriteStore, WrittenMovie } from '@marquee/write-store';
import { subjectsOf } from './letter-subjects.js';
import { summaryOf } from './letter-summary.js';

export interface TraceDeps {
  readonly writeStore: Pick<WriteStore, 'traceMovie' | 'generations'>;
  readonly viewStore: Pick<ViewStore, 'generations' | 'open'>;
  readonly queue: Pick<ChangeQueue, 'deadLetters'>;
}

const LETTERS_SEARCHED = 1_000;
const PAGE = 100;

/** Also of a movie that is deleted or that nobody knows. */
export async function traceMovie(deps: TraceDeps, id: string): Promise<MovieTrace> {
  const { version, deleted, updatedAt, ratingsWait, changes } =
    await deps.writeStore.traceMovie(id);
  const projected = await versionsOf(deps, { id, written: version });
  return {
    id,
    station: stationOf({ version, changes }, projected),
    written: { version, deleted, updatedAt, ratingsWait },
    changes: changes.map(({ origins, ...change }) => ({
      ...change,
      committedAt: new Date(change.committedAt).toISOString(),
      publishedAt: instantOrNull(change.publishedAt),
      confirmedAt: instantOrNull(change.confirmedAt),
      requestIds: origins.map(({ requestId }) => requestId),
    })),
    projected,
    deadLetters: await lettersAbout(deps, id),
  };
}

const instantOrNull = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function stationOf(
  { version, changes }: Pick<WrittenMovie, 'version' | 'changes'>,
  projected: MovieTrace['projected'],
): MovieTrace['station'] {
  if (version === null) return 'unknown';
  if (changes.some(({ state }) => state === 'pending')) return 'written';
  if (changes.some(({ state }) => state === 'published')) return 'published';
  return projected.every(({ live, current }) => current || !live) ? 'confirmed' : 'published';
}

async function versionsOf(
  { writeStore, viewStore }: TraceDeps,
  { id, written }: { readonly id: string; readonly written: number | null },
): Promise<MovieTrace['projected']> {
  const stored = await viewStore.generations();
  const registered = await writeStore.generations();
  return await Promise.all(
    registered.map(async ({ name }) => {
      const generation = stored.find((one) => one.name === name);
      const versions = await generationVersions(viewStore, generation, id);
      const version = versions?.get(id) ?? null;
      const current = version !== null && version === written;
      return { generation: name, live: generation?.live ?? false, version, current };
    }),
  );
}

async function generationVersions(
  viewStore: TraceDeps['viewStore'],
  generation: Parameters<ViewStore['open']>[0] | undefined,
  id: string,
) {
  return generation && (await viewStore.open(generation).versions('moviesById', [id]));
}

async function lettersAbout(
  { writeStore, queue }: TraceDeps,
  id: string,
): Promise<DeadLetterSummary[]> {
  const about: DeadLetterSummary[] = [];
  for (const { name } of await writeStore.generations()) {
    for (let skip = 0; skip < LETTERS_SEARCHED; skip += PAGE) {
      const letters = await queue.deadLetters(name, PAGE, skip);
      const mine = letters.filter(({ job }) => subjectsOf(job)?.movies.includes(id));
      about.push(...mine.map((letter) => summaryOf(letter, name)));
      if (letters.length < PAGE) break;
    }
  }
  return about;
}
