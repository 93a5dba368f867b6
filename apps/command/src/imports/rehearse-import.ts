import type { Import } from '@marquee/contracts';
import { addCounts, importRows, noCounts, readNdjson } from '@marquee/import';
import type { Caller } from '@marquee/service';
import type { ImportRefusal } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import { measuredBytes } from '../measured-bytes.js';
import { idsFor } from './run-import.js';
import { saveRowsAs } from './save-rows-as.js';
import { importAsRead, keptRefusals } from './shown-import.js';

/** Checks every row as it comes, and stores nothing: whoever sends faster waits. Rows see those before them in their batch. */
export async function rehearseImport(
  deps: CommandDeps,
  body: AsyncIterable<Buffer>,
  caller: Caller,
): Promise<Import> {
  const startedAt = deps.now();
  const { pieces, sums } = measuredBytes(body);
  const position = { rows: 0, after: 0 };
  const reasons: ImportRefusal[] = [];
  let counts = noCounts;
  await importRows(readNdjson(pieces, { idOf: idsFor(caller) }), {
    ...{ position, save: saveRowsAs(deps, caller, { dryRun: true }) },
    signal: new AbortController().signal,
    async onSaved({ refused, counts: more }) {
      reasons.push(...keptRefusals(refused, counts));
      counts = addCounts(counts, more);
    },
  });
  const { bytes, digest } = sums();
  return importAsRead(
    {
      ...{ id: deps.newId(), folder: '', state: 'done', detail: null, providerId: caller.id },
      ...{ role: 'provider', origin: null, bytes, bytesRead: bytes, digest },
      ...{ rows: position.rows, ...counts, createdAt: startedAt, startedAt, endedAt: deps.now() },
    },
    reasons,
    { dryRun: true },
  );
}
