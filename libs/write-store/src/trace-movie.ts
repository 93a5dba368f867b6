/** What the write model knows of a movie's way into the view, read in one snapshot. */
import type { Origin } from '@marquee/contracts';
import type { Transact } from './make-store.js';
import type { MovieRow, Wide } from './rows.js';
import { instantOf, wideOrNull } from './rows.js';
import type { WrittenMovie } from './write-store.js';

interface ChangeRow {
  readonly version: Wide;
  readonly state: 'pending' | 'published' | 'confirmed';
  readonly attempts: number;
  readonly origins: string | null;
  readonly created_at: Wide;
  readonly published_at: Wide | null;
  readonly confirmed_at: Wide | null;
}

export async function traceMovie(transact: Transact, id: string): Promise<WrittenMovie> {
  return await transact('snapshot', async ({ run, statements }) => {
    const [movie] = await run<MovieRow>(statements.movies.byIds, { ids: [id] });
    const [gone] = await run<{ version: Wide }>(statements.movies.deleted, { ids: [id] });
    const rows = await run<ChangeRow>(statements.outbox.ofMovie, { movie: id });
    const unfolded = await run(statements.ratings.unfolded, { ids: [id] });
    return {
      version: wideOrNull(movie?.version ?? gone?.version ?? null),
      deleted: movie === undefined && gone !== undefined,
      updatedAt: movie === undefined ? null : instantOf(movie.updated_at),
      changes: rows.map(changeOf),
      ratingsWait: unfolded.length > 0,
    };
  });
}

function changeOf(row: ChangeRow): WrittenMovie['changes'][number] {
  const origins: readonly Origin[] = JSON.parse(row.origins ?? '[]');
  return {
    version: Number(row.version),
    state: row.state,
    attempts: row.attempts,
    origins,
    committedAt: Number(row.created_at),
    publishedAt: wideOrNull(row.published_at),
    confirmedAt: wideOrNull(row.confirmed_at),
  };
}
