/** What the options of `marquee import` mean. */

import { readFile } from 'node:fs/promises';
import { type FormatName, type FormatOptions, movieFields, movieTitleTypes } from '@marquee/import';

export interface ImportFlags {
  readonly format: FormatName;
  readonly map: readonly string[];
  readonly mapFile?: string;
  readonly delimiter?: string;
  readonly quotes: boolean;
  readonly listSeparator?: string;
  readonly titleTypes?: string;
  readonly existing?: 'replace' | 'keep';
  readonly wait: boolean;
}

export class WrongFlag extends Error {
  override name = 'WrongFlag';
}

/** @throws {WrongFlag} naming all that is wrong */
export async function readImportFlags(flags: ImportFlags): Promise<FormatOptions> {
  const faults: string[] = [];
  const pairs = [...(await pairsOfFile(flags.mapFile, faults)), ...pairsOf(flags.map, faults)];
  for (const [field] of pairs) {
    const isKnown = movieFields.some((name) => name === field);
    if (!isKnown)
      faults.push(`--map: movies have no "${field}"; they have ${movieFields.join(', ')}`);
  }
  const delimiter = delimiterOf(flags.delimiter);
  if (delimiter !== null && (delimiter.length !== 1 || /["\r\n\u0080-\uffff]/.test(delimiter)))
    faults.push('--delimiter: one ASCII character, or "tab"');
  if (flags.listSeparator === '') faults.push('--list-separator: at least one character');
  const isTable = flags.format === 'auto' || flags.format === 'csv' || flags.format === 'tsv';
  if (pairs.length > 0 && !isTable)
    faults.push('--map: only CSV and TSV files have columns to map');
  if (faults.length > 0) throw new WrongFlag(faults.join('\n'));
  return {
    format: flags.format,
    columns: new Map(pairs),
    delimiter,
    quotes: flags.quotes,
    listSeparator: flags.listSeparator ?? null,
    titleTypes:
      flags.titleTypes === undefined ? movieTitleTypes : new Set(listOf(flags.titleTypes)),
    existing: modes[flags.existing ?? 'suits'],
  };
}

const modes = { replace: 'upsert', keep: 'createOnly', suits: null } as const;

const listOf = (text: string) => text.split(',').map((part) => part.trim());

const delimiterOf = (text: string | undefined) =>
  text === 'tab' || text === '\\t' ? '\t' : (text ?? null);

type Pair = readonly [field: string, column: string];

function pairsOf(texts: readonly string[], faults: string[]): Pair[] {
  return texts.flatMap(listOf).flatMap((text): Pair[] => {
    const [, field, column] = /^(\w+)=(.+)$/.exec(text) ?? [];
    if (field !== undefined && column !== undefined) return [[field, column]];
    faults.push(`--map: "${text}" is not of the form field=column`);
    return [];
  });
}

async function pairsOfFile(path: string | undefined, faults: string[]): Promise<Pair[]> {
  if (path === undefined) return [];
  try {
    const mapping: unknown = JSON.parse(await readFile(path, 'utf8'));
    const entries: [string, unknown][] = Object.entries(Object(mapping));
    const pairs = entries.flatMap(([field, column]): Pair[] =>
      typeof column === 'string' ? [[field, column]] : [],
    );
    const isRight = !Array.isArray(mapping) && pairs.length === entries.length;
    if (isRight && pairs.length > 0) return pairs;
    faults.push(`--map-file: ${path} is no JSON object of fields and columns`);
  } catch (error) {
    faults.push(`--map-file: ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return [];
}
