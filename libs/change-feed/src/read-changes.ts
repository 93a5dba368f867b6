/** Changes in the order of commits, each with what it is about as it is now. */
import type { ViewRow } from '@marquee/projection';
import type { FeedChange, ViewTables } from '@marquee/view-store';

/** What readers can use, and where it stands by id. Changes of other kinds only pass by. */
const documents = {
  movie: { table: 'moviesById', jsonOf: (row) => ('fullJson' in row ? row.fullJson : null) },
  actor: { table: 'actorsById', jsonOf: (row) => ('json' in row ? row.json : null) },
} as const satisfies Record<string, Document>;

interface Document {
  readonly table: ViewRow['table'];
  /** `null` where it is deleted. */
  readonly jsonOf: (row: ViewRow) => string | null;
}

export type ChangeKind = keyof typeof documents;

export const changeKinds = Object.keys(documents) as ChangeKind[]; // it has no other keys

const isChangeKind = (kind: string): kind is ChangeKind => Object.hasOwn(documents, kind);

export interface Change {
  readonly position: number;
  readonly kind: ChangeKind;
  readonly id: string;
  /** Of `json`, or of the deletion: that which the change made, or a newer one. */
  readonly version: number;
  /** When it was made. Milliseconds since 1970. */
  readonly at: number;
  /** The whole movie or actor as it is now; `null`: it is deleted. */
  readonly json: string | null;
}

export interface ReadChanges {
  readonly changes: readonly Change[];
  /** Nothing up to here is left out. */
  readonly position: number;
}

/**
 * What comes after a position, as far as these tables have it: the feed is shared, and another generation may have been first. Looks
 * at no more than `limit` changes, also of those that only pass by.
 */
export async function readChanges(
  tables: ViewTables,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ReadChanges> {
  const rows = await tables.changes({ after, limit });
  const shown = rows.flatMap((row) => (isShown(row) ? [row] : []));
  const places = new Map(shown.map((row) => [textOf(row), addressOf(row)]));
  const stored = await tables.storedRows([...places.values()]);
  const current = new Map([...places.keys()].map((text, index) => [text, stored[index]]));
  const changes: Change[] = [];
  for (const row of shown) {
    const found = current.get(textOf(row));
    if (!found?.row || found.version < row.version) return { changes, position: row.position - 1 };
    const { position, kind, id, at } = row;
    const json = documents[kind].jsonOf(found.row);
    changes.push({ position, kind, id, version: found.version, at, json });
  }
  return { changes, position: rows.at(-1)?.position ?? after };
}

/** As the `position` of `readChanges`, without reading what the changes are about. */
export async function reachedFrom(
  tables: ViewTables,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<number> {
  const rows = await tables.changes({ after, limit });
  const idsOf = (kind: ChangeKind) => [
    ...new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id)),
  ];
  const versions = {
    movie: await tables.versions('moviesById', idsOf('movie')),
    actor: await tables.versions('actorsById', idsOf('actor')),
  } satisfies Record<ChangeKind, unknown>;
  const late = rows.find(
    (row) => isShown(row) && (versions[row.kind].get(row.id) ?? 0) < row.version,
  );
  return late === undefined ? (rows.at(-1)?.position ?? after) : late.position - 1;
}

type ShownRow = FeedChange & { readonly kind: ChangeKind };

const isShown = (row: FeedChange): row is ShownRow => isChangeKind(row.kind);
const addressOf = ({ kind, id }: ShownRow) => ({ table: documents[kind].table, key: [id] });
const textOf = ({ kind, id }: ShownRow) => `${kind} ${id}`;
