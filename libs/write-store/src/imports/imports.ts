/** Uploads of rows: how far each has come, and why rows of it were refused. The rows themselves are in files. */
import type { ImportFault, Origin } from '@marquee/contracts';
import type { Transact } from '../make-store.js';
import { type Wide, wideOrNull } from '../rows.js';
import { chunksOf, type Scope } from '../scope.js';

/** How long an import can be asked about, from its upload on. */
export const IMPORT_KEPT_MS = 30 * 86_400_000;

export interface NewImport {
  readonly id: string;
  /** Names the folder that has its file: up to 16 characters. */
  readonly folder: string;
  readonly providerId: string;
  readonly role: 'provider' | 'administrator';
  readonly origin: Origin | null;
  readonly bytes: number;
  /** SHA-256, in hexadecimal digits. */
  readonly digest: string;
}

/** What is done of the file, and what became of those rows. */
export interface ImportProgress {
  readonly bytesRead: number;
  readonly rows: number;
  readonly accepted: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface StoredImport extends NewImport, ImportProgress {
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Why it failed, or `null`. */
  readonly detail: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface ImportRefusal {
  readonly row: number;
  readonly line: number;
  readonly faults: readonly ImportFault[];
}

export interface ImportStep {
  readonly id: string;
  /** Rows that were done before it. */
  readonly before: number;
  readonly after: ImportProgress;
  readonly refusals: readonly ImportRefusal[];
  readonly now: number;
}

export interface Imports {
  find(id: string): Promise<StoredImport | null>;
  /** In the order of rows. */
  refusals(id: string): Promise<readonly ImportRefusal[]>;
  /** Of a folder, those that are not at their end, in the order of their uploads. */
  unfinished(folder: string): Promise<readonly StoredImport[]>;
  /**
   * Notes that some rows more are done. False where the import is not where it was: another process goes on with it, or it is gone.
   * Where the power fails, a note may be lost, and those rows are done once more.
   */
  keep(step: ImportStep): Promise<boolean>;
  end(
    id: string,
    end: {
      readonly state: 'done' | 'failed';
      readonly bytesRead: number;
      readonly detail: string | null;
      readonly now: number;
    },
  ): Promise<void>;
  /** Forgets those of longer ago than they are kept; returns how many, at most 100 a call. */
  prune(now: number): Promise<number>;
}

interface Row {
  readonly id: string;
  readonly folder: string;
  readonly state: StoredImport['state'];
  readonly provider_id: string;
  readonly role: NewImport['role'];
  readonly origin: string;
  readonly bytes: Wide;
  readonly digest: string;
  readonly bytes_read: Wide;
  readonly rows_done: Wide;
  readonly accepted: Wide;
  readonly replaced: Wide;
  readonly unchanged: Wide;
  readonly refused: Wide;
  readonly detail: string;
  readonly created_at: Wide;
  readonly started_at: Wide | null;
  readonly ended_at: Wide | null;
}

interface RefusalRow {
  readonly row_number: Wide;
  readonly line: Wide;
  readonly faults: string;
}

export function importsOf(transact: Transact): Imports {
  return {
    find: (id) =>
      transact('write', async ({ run, statements: { imports } }) => {
        const [row] = await run<Row>(imports.find, { id });
        return row === undefined ? null : importOf(row);
      }),
    refusals: (id) =>
      transact('write', async ({ run, statements: { imports } }) =>
        (await run<RefusalRow>(imports.refusals, { id })).map((row) => ({
          ...{ row: Number(row.row_number), line: Number(row.line) },
          faults: JSON.parse(row.faults),
        })),
      ),
    unfinished: (folder) =>
      transact('write', async ({ run, statements: { imports } }) =>
        (await run<Row>(imports.unfinished, { folder })).map(importOf),
      ),
    keep: ({ id, before, after, refusals, now }) =>
      transact('forgettable', async ({ run, statements: { imports } }) => {
        const kept = await run(imports.keep, { ...{ id, before, now }, ...after });
        if (kept.length !== 1) return false;
        const rows = refusals.map(({ faults, ...place }) => ({
          ...{ id, ...place },
          faults: JSON.stringify(faults),
        }));
        for (const chunk of chunksOf(rows)) await run(imports.insertRefusals, { rows: chunk });
        return true;
      }),
    end: (id, { detail, ...end }) =>
      transact('write', async ({ run, statements: { imports } }) => {
        await run(imports.end, { id, ...end, detail: detail ?? '' });
      }),
    prune: (now) =>
      transact('forgettable', async ({ run, statements: { imports } }) => {
        return (await run(imports.prune, { until: now - IMPORT_KEPT_MS })).length;
      }),
  };
}

export async function createImport(
  { run, statements, options: { now } }: Scope,
  { providerId: provider, origin, ...upload }: NewImport,
): Promise<void> {
  const text = origin === null ? '' : JSON.stringify(origin);
  await run(statements.imports.insert, { ...upload, provider, origin: text, now });
}

function importOf(row: Row): StoredImport {
  return {
    ...{ id: row.id, folder: row.folder, state: row.state, digest: row.digest },
    ...{ providerId: row.provider_id, role: row.role },
    ...{ bytes: Number(row.bytes), bytesRead: Number(row.bytes_read), rows: Number(row.rows_done) },
    ...{ accepted: Number(row.accepted), replaced: Number(row.replaced) },
    ...{ unchanged: Number(row.unchanged), refused: Number(row.refused) },
    origin: row.origin === '' ? null : JSON.parse(row.origin),
    detail: row.detail === '' ? null : row.detail,
    createdAt: Number(row.created_at),
    startedAt: wideOrNull(row.started_at),
    endedAt: wideOrNull(row.ended_at),
  };
}
