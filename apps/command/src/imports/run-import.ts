/** One import, from where it stands to its end. */
import { addCounts, contentIds, importRows, readNdjson } from '@marquee/import';
import type { Caller } from '@marquee/service';
import type { ImportProgress, StoredImport } from '@marquee/write-store';
import type { BatchDeps } from '../movies/batch-parts.js';
import type { ImportFolder } from './import-folder.js';
import { saveRowsAs } from './save-rows-as.js';
import { keptRefusals } from './shown-import.js';

/** Another process goes on with it. */
export class ImportLost extends Error {
  override name = 'ImportLost';
}

export interface ImportRun {
  readonly folder: ImportFolder;
  /** Called after each batch. @throws {ImportLost} where it is another's by now */
  hold(): Promise<void>;
  /** Stops it after the batch in hand. */
  readonly signal: AbortSignal;
}

/**
 * Rows know their movies by content where they name none, so rows that are read twice change nothing. Two providers who send the same
 * row have two movies, as if they had posted them.
 */
export function idsFor({ id, role }: Caller): (content: unknown) => string {
  const idOf = contentIds();
  return role === 'administrator' ? idOf : (content) => idOf([id, content]);
}

/**
 * Whether it came to its end.
 * @throws {ImportLost}
 * @throws {StoreUnavailable} what is not done is still to be done
 */
export async function runImport(
  deps: BatchDeps,
  stored: StoredImport,
  { folder, hold, signal }: ImportRun,
): Promise<boolean> {
  const { id, providerId, role, origin } = stored;
  const caller: Caller = { id: providerId, role, ...(origin === null ? {} : { origin }) };
  const { imports } = deps.writeStore;
  const file = folder.open(id);
  const position = { rows: 0, after: stored.rows };
  let done: ImportProgress = stored;
  const isThrough = await importRows(readNdjson(file.bytes, { idOf: idsFor(caller) }), {
    ...{ position, save: saveRowsAs(deps, caller), signal },
    async onSaved({ counts, refused }) {
      const sums = addCounts({ ...countsOf(done), skipped: 0 }, counts);
      const after = { ...countsOf(sums), rows: position.rows, bytesRead: file.bytesRead() };
      const refusals = keptRefusals(refused, done);
      const now = deps.now();
      if (!(await imports.keep({ id, before: done.rows, after, refusals, now })))
        throw new ImportLost();
      done = after;
      await hold();
    },
  });
  if (!isThrough) return false;
  const end = { state: 'done', bytesRead: stored.bytes, detail: null, now: deps.now() } as const;
  await imports.end(id, end);
  await folder.remove(id);
  return true;
}

const countsOf = ({
  accepted,
  replaced,
  unchanged,
  refused,
}: Omit<ImportProgress, 'rows' | 'bytesRead'>) => ({
  ...{ accepted, replaced, unchanged, refused },
});
