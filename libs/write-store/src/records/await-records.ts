import type { RecordType } from '@marquee/contracts';
import type { Wide } from '../rows.js';
import { changed, type Scope } from '../scope.js';

/** For what a write found as it is to be: its token waits for earlier writes of these records that the view may not have yet. */
export async function awaitRecords(
  scope: Scope,
  type: RecordType,
  asked: readonly string[],
): Promise<void> {
  const { run, statements } = scope;
  if (asked.length === 0) return;
  const waiting = await run<{ subject: string }>(statements.outbox.unconfirmedSubjects, {
    kind: type,
    subjects: asked,
  });
  const ids = [...new Set(waiting.map(({ subject }) => subject))];
  if (ids.length === 0) return;
  type Versioned = { readonly id: string; readonly version: Wide };
  for (const { id, version } of await run<Versioned>(statements.records.byIds[type], { ids }))
    changed(scope, { kind: type, subject: id, version: Number(version), before: null });
}
