/** Sessions in one transaction: what events tell is added to what is known, a few statements for a whole batch. */
import { dayAt, sessionDayEnd, sessionDayIdOf } from '@marquee/contracts';
import { keptOfSession, mergeSessions, type SessionState, sessionExpiry } from '@marquee/domain';
import { awaitRecords } from '../await-writes.js';
import { LostRace } from '../engine.js';
import { holdUsers } from '../hold-user.js';
import { deletedVersions, noteDeleted } from '../records/deleted-records.js';
import { changed, chunksOf, floorOf, nextVersion, runRows, type Scope } from '../scope.js';
import { type SessionRow, sessionKeysOf, sessionStateOf } from './session-row.js';

interface Merged {
  readonly before: SessionState | null;
  readonly after: SessionState;
  /** Of `before`; `null` where there is none. */
  readonly version: number | null;
}

/**
 * @param told each session once, in the order of their ids: that of the locks
 * @returns the players among them who were deleted, of whom nothing is kept
 */
export async function saveSessions(
  scope: Scope,
  told: readonly SessionState[],
): Promise<ReadonlySet<string>> {
  const erased = await holdUsers(
    scope,
    told.map(({ playerId }) => playerId),
  );
  const kept = told.filter(({ playerId }) => !erased.has(playerId));
  for (const chunk of chunksOf(kept)) {
    const merged = await mergeAll(scope, chunk);
    const news = merged.filter(({ before, after }) => !isSame(before, after));
    await writeRows(scope, news);
    const known = merged.filter(({ before, after }) => isSame(before, after));
    await awaitRecords(
      scope,
      'session',
      known.map(({ after }) => after.id),
    );
    await saveDays(scope, chunk);
  }
  return erased;
}

async function mergeAll(scope: Scope, told: readonly SessionState[]): Promise<Merged[]> {
  const { run, statements, options } = scope;
  const ids = told.map(({ id }) => id);
  const rows = await run<SessionRow>(statements.sessions.lock, { ids });
  const known = new Map(rows.map((row) => [row.id, row]));
  return told.map((session): Merged => {
    const row = known.get(session.id);
    if (row === undefined) return { before: null, after: session, version: null };
    const before = sessionStateOf(row);
    const after = mergeSessions(keptOfSession(before, options.now), session);
    return { before, after, version: Number(row.version) };
  });
}

const isSame = (before: SessionState | null, after: SessionState) =>
  before !== null &&
  before.endedAt === after.endedAt &&
  before.start?.at === after.start?.at &&
  before.start?.country === after.start?.country;

async function writeRows(scope: Scope, merged: readonly Merged[]): Promise<void> {
  const { run, statements } = scope;
  const made = merged.flatMap(({ before, after }) => (before === null ? [after.id] : []));
  const deleted = await deletedVersions(scope, 'session', made);
  const rows = merged.map(({ after, version: before }) => {
    const previous = before ?? deleted.get(after.id) ?? 0;
    return { ...rowOf(after), before, version: nextVersion(scope, previous) };
  });
  const updates = rows.filter(({ before }) => before !== null);
  if (updates.length > 0) {
    const done = await run(statements.sessions.update, { rows: updates });
    if (done.length !== updates.length) throw new LostRace('a session changed before it was saved');
  }
  await runRows(
    run,
    statements.sessions.insert,
    rows.filter(({ before }) => before === null),
  );
  if (deleted.size > 0) {
    const gone = { type: 'session', ids: [...deleted.keys()] };
    await run(statements.records.forgetDeleted, gone);
  }
  for (const [index, { id, version }] of rows.entries()) {
    const { before = null, after } = merged[index] ?? {};
    const moved = before !== null && after !== undefined && isMoved(before, after);
    const keys = moved ? sessionKeysOf(before) : null;
    changed(scope, { kind: 'session', subject: id, version, before: keys });
  }
}

/** Whether it leaves a place in a list: where an end is told of what had a start alone, nothing goes. */
const isMoved = (before: SessionState, after: SessionState) =>
  before.start !== null &&
  (before.start.at !== after.start?.at ||
    before.start.country !== after.start.country ||
    (before.endedAt !== null && before.endedAt !== after.endedAt));

function rowOf({ id, sessionId, playerId, start, endedAt }: SessionState) {
  const [country, startedAt] = [start?.country ?? null, start?.at ?? null];
  const times = { startedAt, endedAt, expiresAt: sessionExpiry({ start, endedAt }) };
  return { id, sessionId, playerId, country, ...times };
}

/** The days that the starts are of, where they are not known. */
async function saveDays(scope: Scope, told: readonly SessionState[]): Promise<void> {
  const { run, statements } = scope;
  const days = new Map<string, { readonly country: string; readonly day: string }>();
  for (const { start } of told) {
    if (start === null) continue;
    const day = dayAt(start.at);
    days.set(sessionDayIdOf(start.country, day), { country: start.country, day });
  }
  if (days.size === 0) return;
  const ids = [...days.keys()].sort();
  const rows = await run<{ id: string }>(statements.records.byIds.sessionDay, { ids });
  const known = new Set(rows.map(({ id }) => id));
  const made = ids.flatMap((id) => {
    const place = days.get(id);
    if (known.has(id) || place === undefined) return [];
    return [{ id, version: floorOf(scope), ...place, expiresAt: sessionDayEnd(place.day) }];
  });
  await runRows(run, statements.sessions.insertDays, made);
  for (const { id, version } of made)
    changed(scope, { kind: 'sessionDay', subject: id, version, before: null });
  await awaitRecords(scope, 'sessionDay', [...known]);
}

/** Sessions that one statement deletes. */
const SESSIONS_A_STATEMENT = 1_000;

/** All sessions of a player. */
export async function eraseSessions(scope: Scope, playerId: string): Promise<number> {
  const { run, statements } = scope;
  const of = { player: playerId, limit: SESSIONS_A_STATEMENT };
  for (let erased = 0; ; ) {
    const rows = await run<SessionRow>(statements.sessions.deleteOfPlayer, of);
    const gone = rows.map((row) => {
      const keys = sessionKeysOf(sessionStateOf(row));
      return { id: row.id, version: Number(row.version), keys };
    });
    await noteDeleted(scope, 'session', gone);
    erased += rows.length;
    if (rows.length < SESSIONS_A_STATEMENT) return erased;
  }
}
