/** One who uploads files of a few movies, each when the one before is imported, whatever happens meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import } from '@marquee/contracts';
import { type SeededRandom, seededRandom } from '@marquee/testing';
import { acknowledge } from './ledger.js';
import { askFor, count, type Run } from './run.js';
import { sendAgain } from './send-again.js';
import { type UploadedMovie, uploadsOf } from './workload.js';

const PAUSE_MS = 4_000;
const ASK_AGAIN_MS = 250;
/** After a crash another process goes on with an import, which may crash as well. */
const PATIENCE_MS = 120_000;

export async function runUploader(run: Run): Promise<void> {
  const random = seededRandom(run.seed * 67_867_967);
  let n = 0;
  for (const movies of uploadsOf(run.seed)) {
    if (run.isOver()) return;
    await upload(run, { movies, key: `upload-${n}`, random });
    n += 1;
    await sleep(PAUSE_MS);
  }
}

interface Upload {
  readonly movies: readonly UploadedMovie[];
  readonly key: string;
  readonly random: SeededRandom;
}

/** What is done is acknowledged. Answers to an upload have no versions of its movies. */
async function upload(run: Run, { movies, key, random }: Upload): Promise<void> {
  const written = movies.map(({ id, content }) => {
    return { entry: run.ledger.entry({ kind: 'movie', id }), content };
  });
  for (const { entry } of written) entry.isBeingWritten = true;
  const lines = movies.map(({ id, content }) => `${JSON.stringify({ id, ...content })}\n`);
  const question = {
    ...{ method: 'POST', path: '/imports', body: lines.join('') },
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': key },
  };
  const app = random.pick(run.commands);
  const accepted =
    (await askFor<Import>(run, 'write', { app, ...question })) ??
    (await sendAgain<Import>(run, question, random));
  if (accepted === null) return run.violations.add('unresolved', key);
  const done = await followImport(run, accepted.body.id, random);
  if (done === null) return run.violations.add('stuck', `import ${accepted.body.id}`);
  const { state, rows, accepted: made, replaced, unchanged } = done;
  // After a crash the same rows may be looked at once more.
  if (state !== 'done' || rows !== movies.length || made + replaced + unchanged !== rows) {
    run.violations.add('wrong-answer', `of ${movies.length} movies: ${JSON.stringify(done)}`);
  }
  count(run.tally.writes, 'upload');
  for (const { entry, content } of written) {
    entry.isBeingWritten = false;
    acknowledge(entry, content);
  }
}

/** The import at its end, which any command app tells of; `null`: it does not come to one. */
async function followImport(run: Run, id: string, random: SeededRandom): Promise<Import | null> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const question = { method: 'GET', path: `/imports/${id}`, app: random.pick(run.commands) };
    const asked = await askFor<Import>(run, 'write', question);
    if (asked !== null && asked.body.endedAt !== null) return asked.body;
    await sleep(ASK_AGAIN_MS);
  }
  return null;
}
