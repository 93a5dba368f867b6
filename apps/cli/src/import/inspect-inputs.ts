/** Looks at the beginning of every input, so that what cannot be read is said before anything is stored. */
import {
  contentIds,
  type FileFormat,
  type FormatContext,
  type FormatOptions,
  inspect,
  type LookupTables,
  lookupTables,
  type Source,
  UnusableFile,
} from '@marquee/import';
import type { LookupSource } from './read-lookups.js';

export interface InspectedInputs {
  /** Those whose rows become movies or ratings, in the order to read them in. */
  readonly rows: readonly Source[];
  /** Those that complete the rows of others. */
  readonly lookups: readonly LookupSource[];
  /** What the user should know before it begins. */
  readonly notes: readonly string[];
  readonly context: FormatContext;
  readonly tables: LookupTables;
}

/** @throws {UnusableFile} naming all inputs that cannot be used, and why */
export async function inspectInputs(
  sources: readonly Source[],
  options: FormatOptions,
): Promise<InspectedInputs> {
  const tables = lookupTables();
  const context = { options, idOf: contentIds(), lookups: tables };
  const found: { readonly source: Source; readonly format: FileFormat | null }[] = [];
  const faults: string[] = [];
  for (const source of sources) {
    try {
      found.push({ source, format: await inspect(source, context) });
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      faults.push(error.message);
    }
  }
  const lookups = found.flatMap(({ source, format }) =>
    format?.holds === 'links' || format?.holds === 'tags' ? [{ source, format }] : [],
  );
  const rest = found.filter(({ source }) => !lookups.some((lookup) => lookup.source === source));
  if (lookups.length > 0 && rest.length === 0 && faults.length === 0) {
    faults.push(
      'links.csv and tags.csv complete movies.csv and ratings.csv: give one of these, too',
    );
  }
  if (faults.length > 0) throw new UnusableFile(faults.join('\n'));
  // Ratings find only movies that are there.
  const ordered = [
    ...rest.filter(({ format }) => format?.holds !== 'ratings'),
    ...rest.filter(({ format }) => format?.holds === 'ratings'),
  ];
  return {
    rows: ordered.map(({ source }) => source),
    ...{ lookups, context, tables },
    notes: ordered.flatMap(({ source, format }) => noteOf(source, format)),
  };
}

function noteOf({ name }: Source, format: FileFormat | null): readonly string[] {
  return format === null || format.note === null ? [] : [`${name}: ${format.name}, ${format.note}`];
}
