/** What the histories of movies tell, against all contents that the ledger knows of: each of them in order, and no other. */
import { isDeepStrictEqual } from 'node:util';
import type { PastChange } from '@marquee/contracts';
import { seededRandom } from '@marquee/testing';
import jsonPatch, { type Operation } from 'fast-json-patch';
import { type Content, contentOf, type Entry, type Value } from './ledger.js';
import { readAll } from './read-everything.js';
import { count, type Run } from './run.js';

/** Of the movies that were made and left alone; of all others each is looked at. */
const SAMPLE = 20;

export async function checkHistories(run: Run): Promise<void> {
  const { ledger, seed, commands } = run;
  const fields = ledger.all('field');
  const shared = new Set(fields.map(({ subject }) => subject.id));
  const movies = ledger.all('movie').filter(({ subject }) => !shared.has(subject.id));
  const once = movies.filter(({ past }) => past.length === 1);
  const looked = [
    ...fields,
    ...movies.filter(({ past }) => past.length > 1),
    ...seededRandom(seed).shuffle(once).slice(0, SAMPLE),
  ];
  for (const [at, entry] of looked.entries()) {
    const app = commands[at % commands.length];
    if (app === undefined) throw new RangeError('there is no app');
    const path = `/movies/${entry.subject.id}/history`;
    const changes = await readAll<PastChange>(run, app, path);
    count(run.tally.reads, 'history');
    checkHistory(run, entry, changes);
  }
}

interface Version {
  readonly version: number;
  readonly value: Value;
}

function checkHistory({ violations }: Run, entry: Entry, changes: readonly PastChange[]): void {
  const shown = versionsOf(entry, changes);
  const { id, of = 'content' } = entry.subject;
  const where = `the history of ${id}, ${of}`;
  for (const [at, past] of entry.past.entries()) {
    const found = shown[at];
    const hasVersion = past.version === null || found?.version === past.version;
    if (found !== undefined && hasVersion && isDeepStrictEqual(found.value, past.value)) continue;
    const isThere = shown.some(({ version }) => version === past.version);
    const texts = [past, found ?? null].map((each) => JSON.stringify(each));
    violations.add(isThere ? 'stale' : 'missing', `${where}: ${texts.join(' is ')}`);
    return;
  }
  const more = shown[entry.past.length];
  if (more !== undefined) violations.add('stale', `${where} has ${JSON.stringify(more)}, too`);
}

/** The oldest first, those alone that changed what the entry is about. */
function versionsOf({ subject }: Entry, changes: readonly PastChange[]): readonly Version[] {
  const versions: Version[] = [];
  let document: object | null = null;
  for (const { version, patch } of changes.toReversed()) {
    // A copy each time: earlier versions have parts of the document.
    document = jsonPatch.applyPatch(document ?? {}, patch as Operation[], true, false).newDocument;
    const value = valueIn(document, subject.of);
    if (!isDeepStrictEqual(value, versions.at(-1)?.value ?? null))
      versions.push({ version, value });
  }
  return versions;
}

/** The whole, or one field of it. */
function valueIn(document: object | null, field: string | undefined): Value {
  if (document === null) return null;
  if (field === undefined) return contentOf(document as Content);
  return (document as Readonly<Record<string, Value>>)[field] ?? null;
}
