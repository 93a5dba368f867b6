/** One reader: looks at random things until the run is over, and holds what it sees against what it saw before. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Movie, type MovieSort, movieSorts } from '@marquee/contracts';
import { type SeededRandom, seededRandom } from '@marquee/testing';
import type { PageOf } from '../../system/client.js';
import { checkPage } from './check-page.js';
import { isCertain } from './ledger.js';
import { askFor, count, type Run } from './run.js';
import type { SeenContents } from './seen-contents.js';
import {
  GENRES,
  ownTag,
  SLOTS,
  STEADY_GENRE,
  STEADY_MOVIES,
  sharedId,
  slotId,
  steadyId,
  TAGS,
  WRITERS,
} from './workload.js';

/** A finished page may be kept for a moment after a change. */
const LIST_WAITS = 3;
const LIST_WAIT_MS = 500;

interface Reader {
  readonly run: Run;
  readonly random: SeededRandom;
  readonly seen: SeenContents;
  /** By movie: the newest version that it got by id, and whether the movie was gone after that. */
  readonly versions: Map<string, { readonly version: number; readonly gone: boolean }>;
}

/** Reads at most every `everyMs`; sometimes a whole list. */
export async function runReader(
  run: Run,
  { reader, everyMs, seen }: { reader: number; everyMs: number; seen: SeenContents },
): Promise<void> {
  const random = seededRandom(run.seed * 104_729 + reader);
  const own: Reader = { run, random, seen, versions: new Map() };
  while (!run.isOver()) {
    const startedAt = performance.now();
    const dice = random.integer(100);
    if (dice < 60) await readById(own);
    else if (dice < 90) await readPage(own);
    else if (dice < 97) await readSteadyList(own);
    else await walkEverything(own, everyMs);
    await sleep(Math.max(0, everyMs - (performance.now() - startedAt)));
  }
}

async function read<T>({ run, random }: Reader, path: string, ...expected: number[]) {
  const app = random.pick(run.queries);
  const asked = await askFor<T>(run, 'read', { app, expected, method: 'GET', path });
  return asked;
}

/** The list has what by id is there, since `movies_by_id` is written last; but a deletion leaves the lists first. */
async function readById(own: Reader): Promise<void> {
  const { run, random } = own;
  const id = random.chance(0.8)
    ? slotId(random.integer(WRITERS), random.integer(SLOTS))
    : sharedId(random.integer(3));
  const entry = run.ledger.find({ kind: 'movie', id });
  const before = entry?.value ?? null;
  const version = await versionById(own, id);
  if (version === null) return;
  count(run.tally.reads, 'movie');
  if (version === 0 || !random.chance(0.3)) return;
  let listed = await versionInList(own, id);
  for (let wait = 0; listed !== null && listed < version && wait < LIST_WAITS; wait += 1) {
    await sleep(LIST_WAIT_MS);
    listed = await versionInList(own, id);
  }
  if (listed === null) return;
  count(run.tally.reads, 'movie in its list');
  const stayed = entry !== undefined && entry.value === before && isCertain(entry);
  if (stayed && before !== null && version >= entry.version && listed < version) {
    run.violations.add('half-visible', `${id} is at ${version} by id, at ${listed} in its list`);
  }
}

/** 0 where it is not listed; `null` without an answer, or with one from before the view went away. */
async function versionInList(own: Reader, id: string): Promise<number | null> {
  const list = await read<PageOf<Movie>>(own, `/movies?tag=${encodeURIComponent(ownTag(id))}`);
  return list === null || list.isOutdated ? null : (list.body.items[0]?.version ?? 0);
}

/** A version never goes back. 0 where there is no movie; `null` without an answer. */
async function versionById(own: Reader, id: string): Promise<number | null> {
  const asked = await read<Movie>(own, `/movies/${id}`, 404);
  if (asked === null) return null;
  const before = own.versions.get(id) ?? { version: 0, gone: false };
  if (asked.status === 404) {
    own.versions.set(id, { ...before, gone: true });
    return 0;
  }
  const { version } = asked.body;
  own.seen.check(asked.body);
  // Made again after it was deleted, it is newer.
  if (version < before.version || (before.gone && version === before.version && version > 0)) {
    const what = `${id} was seen at ${before.version}${before.gone ? ', then gone' : ''}`;
    own.run.violations.add('went-back', `${what}, then at ${version}`);
  }
  own.versions.set(id, { version: Math.max(version, before.version), gone: false });
  return version;
}

const randomSort = (random: SeededRandom) => {
  const by: MovieSort = random.pick(movieSorts);
  return { by, descending: random.chance(0.5) };
};

async function readPage(own: Reader): Promise<void> {
  const { random, run } = own;
  const sort = randomSort(random);
  const selection = random.pick([
    ...[
      '',
      '',
      `&tag=${encodeURIComponent(random.pick(TAGS))}`,
      `&year=${1930 + random.integer(90)}`,
    ],
    ...GENRES.map((genre) => `&genre=${encodeURIComponent(genre)}`),
  ]);
  const path = `/movies?sort=${sort.descending ? '-' : ''}${sort.by}${selection}&limit=50`;
  const asked = await read<PageOf<Movie>>(own, path);
  if (asked === null) return;
  count(run.tally.reads, 'page');
  checkPage(run, { path, items: asked.body.items, sort });
  for (const movie of asked.body.items) own.seen.check(movie);
}

/** A list that nobody changes has all of its movies and the right total, always. */
async function readSteadyList(own: Reader): Promise<void> {
  const path = `/movies?genre=${STEADY_GENRE}&fields=summary&limit=10`;
  const asked = await read<PageOf<Movie>>(own, path);
  if (asked === null) return;
  count(own.run.tally.reads, 'steady total');
  const { total } = asked.body.page;
  if (total !== STEADY_MOVIES) own.run.violations.add('wrong-total', `${path}: ${total}`);
}

/** Everything that stayed comes exactly once, whatever is written meanwhile. A page that fails is asked for again. */
async function walkEverything(own: Reader, everyMs: number): Promise<void> {
  const { run, random } = own;
  const sort = randomSort(random);
  const path = `/movies?sort=${sort.descending ? '-' : ''}${sort.by}&fields=summary&limit=100`;
  const steady: string[] = [];
  for (let cursor = ''; !run.isOver(); ) {
    const asked = await read<PageOf<Movie>>(own, `${path}${cursor}`);
    await sleep(everyMs);
    if (asked === null) continue;
    const { items, page } = asked.body;
    checkPage(run, { path, items, sort });
    steady.push(...items.map(({ id }) => id).filter((id) => id < sharedId(0) && id >= steadyId(0)));
    if (page.next === null) {
      count(run.tally.reads, 'walk');
      if (steady.length !== STEADY_MOVIES || new Set(steady).size !== STEADY_MOVIES) {
        const what = `${path}: ${steady.length} of ${STEADY_MOVIES} steady movies`;
        run.violations.add('wrong-page', `${what}, ${new Set(steady).size} different ones`);
      }
      return;
    }
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}
