/**
 * What mutations leave behind, in its simplest form: of two contenders for a row the higher version wins, at the same
 * version a removal. The oracle against which projections and adapters are checked.
 */
import { isDeepStrictEqual } from 'node:util';

/** Any mutation of the view. These fields say which row it is about and when it wins; others are what the row holds. */
export interface RowMutation {
  readonly table: string;
  readonly op?: 'put' | 'remove';
  readonly version?: number;
  /** The version where there is no other. */
  readonly at?: number;
  readonly list?: string;
  readonly bucket?: number;
  readonly sortKey?: string;
  readonly actorId?: string;
  readonly id?: string;
  readonly selection?: string;
  readonly name?: string;
  readonly write?: string;
  readonly subject?: string;
  /** Of a change in the feed. */
  readonly position?: number;
  readonly settled?: number;
}

export interface ReferenceView<M extends RowMutation> {
  apply(mutation: M): void;
  /** The rows that are not removed, as sorted JSON. */
  rows(): readonly string[];
  /** The row that this mutation is about, where it is and is not removed. */
  find(mutation: RowMutation): M | undefined;
  /** Every row that is not removed. */
  all(): readonly M[];
  /** Forgets removals, as stores do some time after they were made. */
  sweep(isOld: (removal: M) => boolean): void;
}

/** @throws {Error} from `apply`, when one version of a row comes with two contents */
export function referenceView<M extends RowMutation = RowMutation>(): ReferenceView<M> {
  const rows = new Map<string, M>();
  const find = (mutation: RowMutation) => rows.get(keyOf(mutation));
  const live = () => [...rows.values()].filter(({ op }) => op !== 'remove');
  return {
    apply(mutation) {
      const present = find(mutation);
      if (present === undefined || wins(mutation, present)) rows.set(keyOf(mutation), mutation);
    },
    rows: () =>
      live()
        .map((row) => JSON.stringify(row))
        .sort(),
    find(mutation) {
      const row = find(mutation);
      return row?.op === 'remove' ? undefined : row;
    },
    all: live,
    sweep(isOld) {
      for (const [key, row] of rows) if (row.op === 'remove' && isOld(row)) rows.delete(key);
    },
  };
}

function keyOf(row: RowMutation): string {
  const { table, list, bucket, sortKey, actorId, id, selection, name, write, subject } = row;
  if (table === 'changesByPosition') return `${table}\n${row.position}`;
  return list === undefined
    ? `${table}\n${actorId}\n${id}\n${selection}\n${name}\n${write}\n${subject}`
    : `${table}\n${list}\n${bucket}\n${sortKey}\n${id}`;
}

const versionOf = ({ version, at, settled }: RowMutation) => version ?? at ?? settled ?? 0;

function wins(mutation: RowMutation, present: RowMutation): boolean {
  const ahead = versionOf(mutation) - versionOf(present);
  if (ahead !== 0) return ahead > 0;
  if (mutation.op === present.op && !isDeepStrictEqual(mutation, present)) {
    throw new Error(`two contents at one version: ${JSON.stringify([present, mutation])}`);
  }
  return mutation.op === 'remove';
}
