/** What callers changed in a movie, and when: the contents before each change are kept, and the last one is the movie's own. */
import type { MovieContent, MovieState } from '@marquee/domain';
import { readParts } from '../lock-movies.js';
import type { Bound, Transact } from '../make-store.js';
import { type MovieRow, movieStateOf } from '../rows.js';
import type { Scope } from '../scope.js';
import { type PageOptions, type Placed, startOf } from '../users.js';
import { contentBefore, type HistoryRow } from './history-row.js';

/** Changes are kept for this long. */
export const HISTORY_KEPT_MS = 365.25 * 86_400_000;

export interface MovieHistory {
  /**
   * The newest first, from a place on, each at its version. The creation of a movie is the oldest, unless changes are missing that
   * followed it. `null`: nothing is known of such a movie.
   */
  page(
    movieId: string,
    options: PageOptions,
  ): Promise<{ readonly provider: string; readonly changes: readonly Placed<PastChange>[] } | null>;
  /** Deletes changes of longer than a year ago; returns how many, at most 1,000 a call. */
  prune(now: number): Promise<number>;
}

export interface PastChange {
  /** Who. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `null`: there was no movie, or there is none afterwards. */
  readonly before: MovieContent | null;
  readonly after: MovieContent | null;
}

/** What a movie once was. */
export interface PastContent {
  readonly provider: string;
  readonly content: MovieContent;
}

export function movieHistoryOf(transact: Transact): MovieHistory {
  return {
    page: (id, options) => transact('snapshot', (bound) => pageOf(bound, id, options)),
    prune: (now) =>
      transact('forgettable', async ({ run, statements }) => {
        const before = now - HISTORY_KEPT_MS;
        return (await run(statements.history.prune, { before })).length;
      }),
  };
}

async function pageOf(bound: Bound, id: string, { direction, from, limit }: PageOptions) {
  const { run, statements } = bound;
  const place = from ?? startOf(direction);
  const found = await run<HistoryRow>(statements.history[direction], {
    ...{ movie: id, from: place, limit },
  });
  const rows = direction === 'older' ? found : found.toReversed();
  const current = await movieNow(bound, id);
  const newest = Number(rows[0]?.version ?? place);
  const [next] = await run<HistoryRow>(statements.history.newer, {
    ...{ movie: id, from: newest, limit: 1 },
  });
  const provider = current?.providerId ?? (rows[0] ?? next)?.provider_id;
  if (provider === undefined) return null;
  const after = next === undefined ? (current?.content ?? null) : contentBefore(next);
  const changes = changesOf(rows, after);
  if (direction === 'newer') return { provider, changes: changes.toReversed() };
  const creation = rows.length < limit ? await creationOf(bound, id, current) : null;
  const isBefore = creation !== null && creation.seq < place;
  return { provider, changes: isBefore ? [...changes, creation] : changes };
}

async function movieNow({ run, statements }: Bound, id: string): Promise<MovieState | null> {
  const [row] = await run<MovieRow>(statements.movies.byIds, { ids: [id] });
  if (row === undefined) return null;
  const parts = await readParts({ run, statements }, [row]);
  return movieStateOf(row, parts.get(id) ?? []);
}

/** What came after a change is what was before the next newer one. */
function changesOf(
  rows: readonly HistoryRow[],
  newest: MovieContent | null,
): readonly Placed<PastChange>[] {
  let after = newest;
  return rows.map((row) => {
    const before = contentBefore(row);
    const value = { by: row.changed_by, at: Number(row.changed_at), before, after };
    after = before;
    return { seq: Number(row.version), value };
  });
}

/**
 * No row stands for it: it is known by the content that the first change met, or that nobody has changed. Where that is not what the
 * movie was made with, changes before it are not known any more.
 */
async function creationOf(
  { run, statements }: Bound,
  id: string,
  current: MovieState | null,
): Promise<Placed<PastChange> | null> {
  const [first] = await run<HistoryRow>(statements.history.newer, { movie: id, from: 0, limit: 1 });
  if (first === undefined) {
    return current && creation(current.editedVersion, Date.parse(current.addedAt), current);
  }
  const movie = { providerId: first.provider_id, content: contentBefore(first) };
  return creation(Number(first.before_version ?? 0), Number(first.added_at), movie);
}

function creation(
  version: number,
  at: number,
  { providerId, content }: { readonly providerId: string; readonly content: MovieContent | null },
): Placed<PastChange> | null {
  if (Math.floor(version / 1_000) !== at) return null;
  return { seq: version, value: { by: providerId, at, before: null, after: content } };
}

/** What the change of this version, which is known by the next one, had made of the movie. */
export async function contentMadeBy(
  { run, statements }: Scope,
  movie: string,
  version: number,
): Promise<PastContent | null> {
  const [row] = await run<HistoryRow>(statements.history.made, { movie, version });
  const content = row === undefined ? null : contentBefore(row);
  return row === undefined || content === null ? null : { provider: row.provider_id, content };
}
