/** Reads what some files say about the movies of others, whole, before those are read. */
import {
  type FileFormat,
  type FormatContext,
  type LookupTables,
  type ReadRow,
  type RefusedRow,
  type RowFault,
  readRows,
  type Source,
} from '@marquee/import';
import { refusalFile } from './refusals.js';

export interface LookupSource {
  readonly source: Source;
  readonly format: FileFormat;
}

export interface LookupsRead {
  readonly name: string;
  readonly holds: FileFormat['holds'];
  readonly rows: number;
  readonly refused: number;
  /** The file that holds the refused rows; `null` where there are none. */
  readonly refusedFile: string | null;
}

/** All of it in every run, also in one that continues: it is in memory alone. */
export async function readLookups(
  { source, format }: LookupSource,
  {
    context,
    tables,
    dataDir,
  }: {
    readonly context: FormatContext;
    readonly tables: LookupTables;
    readonly dataDir: string;
  },
): Promise<LookupsRead> {
  const refusals = await refusalFile(source, dataDir, 0);
  let rows = 0;
  let refused = 0;
  for await (const piece of readRows(source, source.open(), context)) {
    const faulty = piece.rows.flatMap((row) => lookUp(row, format, tables) ?? []);
    await refusals.append(faulty);
    rows += piece.rows.length;
    refused += faulty.length;
  }
  const refusedFile = refused > 0 ? refusals.path : null;
  return { ...{ name: source.name, holds: format.holds }, rows, refused, refusedFile };
}

function lookUp(row: ReadRow, format: FileFormat, tables: LookupTables): RefusedRow | null {
  const { place } = row;
  if ('faults' in row) return { place, faults: row.faults, row: row.bytes };
  const plan = format.plan(row.value);
  const refuse = (faults: readonly RowFault[]) => ({ place, faults, row: format.show(row.value) });
  if (plan.kind === 'refusal') return refuse(plan.faults);
  if (plan.kind !== 'link' && plan.kind !== 'tags') return null;
  return tables.add(plan) ? null : refuse([noRoom]);
}

const noRoom = { code: 'too-many', detail: 'There are more different ones than can be held.' };
