/** Files as an import reads them, without any store. */
import type { FileFormat, FormatContext, FormatOptions } from '../src/formats/file-format.js';
import { movieTitleTypes } from '../src/formats/file-format.js';
import { lookupTables } from '../src/formats/lookups.js';
import type { Plan } from '../src/formats/plan.js';
import { contentIds } from '../src/formats/row-id.js';
import { readRows } from '../src/read/read-rows.js';

export const formatOptions = (more: Partial<FormatOptions> = {}): FormatOptions => ({
  ...{ format: 'auto', columns: new Map(), delimiter: null, quotes: true },
  ...{ listSeparator: null, titleTypes: movieTitleTypes, existing: null },
  ...more,
});

export const formatContext = (options: Partial<FormatOptions> = {}): FormatContext => ({
  options: formatOptions(options),
  idOf: contentIds(),
  lookups: lookupTables(),
});

export interface PlannedFile {
  readonly formats: ReadonlySet<FileFormat>;
  readonly rows: readonly { readonly row: number; readonly line: number; readonly plan: Plan }[];
}

/** Reads a file in pieces of this many bytes. @throws {UnusableFile} */
export async function planFile(
  content: string | Buffer,
  {
    pieceBytes = 65_536,
    context = formatContext(),
    ...options
  }: Partial<FormatOptions> & {
    readonly pieceBytes?: number;
    readonly context?: FormatContext;
  } = {},
): Promise<PlannedFile> {
  const bytes = Buffer.from(content as string);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const opened = { bytes: pieces(), bytesRead: () => 0 };
  const used = { ...context, options: { ...context.options, ...options } };
  const formats = new Set<FileFormat>();
  const rows: PlannedFile['rows'][number][] = [];
  for await (const piece of readRows({ name: 'file' }, opened, used)) {
    formats.add(piece.format);
    for (const row of piece.rows) {
      const plan: Plan =
        'faults' in row ? { kind: 'refusal', faults: row.faults } : piece.format.plan(row.value);
      rows.push({ ...row.place, plan });
    }
  }
  return { formats, rows };
}

/** Plans in short: the movie or rating, or the codes of what is wrong. */
export const outcomesOf = ({ rows }: PlannedFile): unknown[] =>
  rows.map(({ plan }) => {
    if (plan.kind === 'movie') return plan.movie;
    if (plan.kind === 'rating') return plan.rating;
    return plan.kind === 'refusal' ? plan.faults.map(({ code }) => code).join() : plan.kind;
  });

export const nameOf = ({ formats }: PlannedFile): string =>
  [...formats].map(({ name }) => name).join();
