/** Changed records as events, whatever they are. */
import {
  type ChangePosition,
  type CoveredWrite,
  type Origin,
  type RecordChange,
  type RecordChanged,
  type RecordKeys,
  type RecordType,
  recordTypes,
} from '@marquee/contracts';
import { deletedVersions } from './deleted-records.js';
import { type Reading, readRecords } from './read-records.js';

export interface RecordRow {
  readonly kind: string;
  readonly subject: string;
  /** 0 where no outbox row is at hand. */
  readonly version: number;
}

/** What the outbox rows of one record say. */
export interface Told {
  readonly covers: readonly CoveredWrite[];
  readonly positions: readonly ChangePosition[];
  readonly origins: readonly Origin[];
  readonly befores: readonly string[];
}

export interface Asked {
  readonly rows: readonly RecordRow[];
  readonly told: (kind: string, subject: string) => Told;
}

export async function recordEvents(reading: Reading, asked: Asked): Promise<RecordChanged[]> {
  const events: RecordChanged[] = [];
  for (const type of recordTypes) {
    const found: readonly unknown[] = await eventsOf(reading, type, asked);
    events.push(...(found as RecordChanged[])); // each of one type, which the compiler cannot tell
  }
  return events;
}

async function eventsOf<Type extends RecordType>(
  reading: Reading,
  type: Type,
  { rows, told }: Asked,
): Promise<RecordChange<Type>[]> {
  const newest = newestVersions(rows, type);
  const ids = [...newest.keys()];
  if (ids.length === 0) return [];
  const documents = await readRecords[type](reading, ids);
  const living = new Map(documents.map((document) => [document.id, document]));
  const gone = ids.filter((id) => !living.has(id));
  const deleted = await deletedVersions(reading, type, gone);
  return ids.flatMap((id): RecordChange<Type>[] => {
    const record = living.get(id) ?? null;
    // What went without a trace, as expired records do, still has writes to cover.
    const version = record?.version ?? deleted.get(id) ?? newest.get(id) ?? 0;
    if (version === 0) return [];
    const { befores, ...rest } = told(type, id);
    const distinct = [...new Set(befores)].map((json): RecordKeys[Type] => JSON.parse(json));
    return [{ kind: 'record', type, id, version, record, ...rest, befores: distinct }];
  });
}

function newestVersions(rows: readonly RecordRow[], type: RecordType): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { kind, subject, version } of rows) {
    if (kind === type) newest.set(subject, Math.max(version, newest.get(subject) ?? 0));
  }
  return newest;
}
