import { type Fault, Rejected } from '@marquee/contracts';
import { type Wide, wideOrNull } from './rows.js';
import type { Scope } from './scope.js';

export interface Identified {
  readonly id: string;
  readonly tmdbId: number | null;
  readonly imdbId: string | null;
}

interface IdentifiedRow {
  readonly id: string;
  readonly tmdb_id: Wide | null;
  readonly imdb_id: string | null;
}

/**
 * Refuses identifiers that something else has, naming all of them. What passes here and is taken
 * meanwhile meets the unique index, and the transaction runs again.
 * @param made ids of those that are new: for these the id itself must be free
 */
export async function checkIdentifiers(
  { run, statements }: Pick<Scope, 'run' | 'statements'>,
  table: 'movies' | 'actors',
  { rows, made }: { readonly rows: readonly Identified[]; readonly made: ReadonlySet<string> },
): Promise<void> {
  if (rows.length === 0) return;
  const found = await run<IdentifiedRow>(statements[table].conflicting, { rows });
  const saved = new Set(rows.map(({ id }) => id));
  // Those saved along with this one have the identifiers that they are given now, not those they
  // have in the table.
  const others = found
    .filter(({ id }) => made.has(id) || !saved.has(id))
    .map((row) => ({ id: row.id, tmdbId: wideOrNull(row.tmdb_id), imdbId: row.imdb_id }));
  const faults = rows.flatMap((row, index) =>
    faultsOf(row, [...others, ...rows.slice(0, index)], made.has(row.id)),
  );
  if (faults.length > 0) throw new Rejected('already-exists', undefined, faults);
}

function faultsOf(row: Identified, others: readonly Identified[], isNew: boolean): Fault[] {
  const taken = (name: 'id' | 'tmdbId' | 'imdbId') =>
    row[name] !== null &&
    others.some((other) => other[name] === row[name] && (name === 'id' || other.id !== row.id));
  const names = (['id', 'tmdbId', 'imdbId'] as const).filter(
    (name) => (name !== 'id' || isNew) && taken(name),
  );
  return names.map((name) => ({
    pointer: `/${name}`,
    code: 'already-exists',
    detail: `${name} ${row[name]} is taken`,
  }));
}
