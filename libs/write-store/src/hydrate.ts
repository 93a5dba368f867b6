/** Outbox rows into events: the current state of what they are about, all read in one snapshot. */
import {
  type ActorChanged,
  type ActorKeys,
  type ChangePosition,
  type CoveredWrite,
  type KeyChanged,
  MAX_ORIGINS,
  type MovieChanged,
  type MovieKeys,
  type Origin,
  outboxKinds,
  type Subjects,
  subjectKinds,
  type TotalsChanged,
} from '@marquee/contracts';
import { movieAsRead } from '@marquee/domain';
import { keyEvents } from './access-keys.js';
import type { Connection } from './engine.js';
import { Generation } from './entities.js';
import { readParts } from './lock-movies.js';
import { actorPlaceOf, placeOf } from './movie-keys.js';
import type { ClaimedRow, Hydrated } from './outbox-port.js';
import { recordEvents, type Told } from './records/record-events.js';
import {
  type ActorRow,
  actorRecordOf,
  grouped,
  type MovieRow,
  movieStateOf,
  type Wide,
} from './rows.js';
import type { Statements } from './statements.js';

type Snapshot = Connection & { readonly statements: Statements };
type Row = Pick<ClaimedRow, 'seq' | 'kind' | 'subject' | 'version'>;

interface ReadRow {
  readonly seq: Wide;
  readonly kind: ClaimedRow['kind'];
  readonly subject: string;
  readonly version: Wide;
  readonly position: Wide | null;
  readonly writes: string;
  readonly selections: string | null;
  readonly origins: string | null;
  readonly created_at: Wide;
}

/**
 * Rows that are confirmed meanwhile still give their subject's event; it covers one write then, at most, and where they are gone it has
 * no position of theirs: the view has it.
 */
export async function hydrate(snapshot: Snapshot, rows: readonly Row[]): Promise<Hydrated> {
  const { run, statements, manager } = snapshot;
  const generations = await manager.getRepository(Generation).find({ order: { name: 'ASC' } });
  const names = generations.map(({ name }) => name);
  if (rows.length === 0) return { events: [], generations: names };
  const seqs = rows.map(({ seq }) => seq);
  const read = await run<ReadRow>(statements.outbox.read, { seqs });
  const told = await tellers(snapshot, rows, read);
  const events = [
    ...(await movieEvents(snapshot, subjectsOf(rows, 'movie'), told)),
    ...(await actorEvents(snapshot, subjectsOf(rows, 'actor'), told)),
    ...(await totalsEvents(snapshot, read)),
    ...(await keyEvents(snapshot, subjectsOf(rows, 'key'))).map((event): KeyChanged => {
      return { ...event, positions: told('key', event.id).positions };
    }),
    ...(await recordEvents(snapshot, { rows, told })),
  ];
  return { events, generations: names };
}

/** Without rows in the outbox: none has this number. */
const noRow = { seq: 0, version: 0 };

export async function currentState(snapshot: Snapshot, subjects: Subjects): Promise<Hydrated> {
  const { selections = [], ...others } = subjects;
  const rows = subjectKinds.flatMap((kind) => {
    if (kind === 'selections') return [];
    const ids = others[kind] ?? [];
    return ids.map((id): Row => ({ ...noRow, kind: outboxKinds[kind], subject: id }));
  });
  const { events, generations } = await hydrate(snapshot, rows);
  const totals = [...(await readTotals(snapshot, selections)).values()];
  if (totals.length === 0) return { events, generations };
  return { events: [...events, { kind: 'totals', totals, covers: [] }], generations };
}

const subjectsOf = (rows: readonly Row[], kind: Row['kind']) => [
  ...new Set(rows.filter((row) => row.kind === kind).map(({ subject }) => subject)),
];

async function tellers(
  { run, statements }: Snapshot,
  rows: readonly Row[],
  read: readonly ReadRow[],
): Promise<(kind: string, subject: string) => Told> {
  type Before = { readonly kind: string; readonly subject: string; readonly before_keys: string };
  const subjects = [...new Set(rows.filter((row) => row.kind !== 'totals').map((r) => r.subject))];
  const kept =
    subjects.length === 0 ? [] : await run<Before>(statements.outbox.befores, { subjects });
  const keyOf = (row: { readonly kind: string; readonly subject: string }) =>
    `${row.kind}:${row.subject}`;
  const befores = grouped(kept, keyOf);
  const covering = grouped(read, keyOf);
  return (kind, subject) => {
    const rows = covering.get(`${kind}:${subject}`) ?? [];
    return {
      covers: coversOf(rows),
      positions: positionsOf(rows),
      origins: originsOf(rows),
      befores: (befores.get(`${kind}:${subject}`) ?? []).map((row) => row.before_keys),
    };
  };
}

function coversOf(rows: readonly ReadRow[]): CoveredWrite[] {
  const covers = new Map<string, CoveredWrite>();
  for (const { writes, position } of rows) {
    const written: readonly CoveredWrite[] = JSON.parse(writes);
    const at = position === null ? {} : { position: Number(position) };
    for (const { write, subject } of written)
      covers.set(`${write} ${subject}`, { write, subject, ...at });
  }
  return [...covers.values()];
}

function positionsOf(rows: readonly ReadRow[]): ChangePosition[] {
  return rows.flatMap(({ position, version, created_at }): ChangePosition[] => {
    if (position === null) return [];
    return [{ position: Number(position), version: Number(version), at: Number(created_at) }];
  });
}

/** The latest of them, each request once. */
function originsOf(rows: readonly ReadRow[]): Origin[] {
  const origins = new Map<string, Origin>();
  for (const row of rows) {
    const known: readonly Origin[] = JSON.parse(row.origins ?? '[]');
    for (const origin of known) origins.set(origin.requestId, origin);
  }
  return [...origins.values()].slice(-MAX_ORIGINS);
}

/** Those that stand at different places of the lists. */
function distinct<Keys>(befores: readonly string[], place: (keys: Keys) => string): Keys[] {
  const places = new Map<string, Keys>();
  for (const json of befores) {
    const keys: Keys = JSON.parse(json);
    if (!places.has(place(keys))) places.set(place(keys), keys);
  }
  return [...places.values()];
}

async function movieEvents(
  snapshot: Snapshot,
  ids: readonly string[],
  told: (kind: string, subject: string) => Told,
): Promise<MovieChanged[]> {
  if (ids.length === 0) return [];
  const { run, statements } = snapshot;
  const rows = await run<MovieRow>(statements.movies.byIds, { ids });
  const parts = await readParts(snapshot, rows);
  const living = new Map(rows.map((row) => [row.id, row]));
  const deleted = await deletedVersions(snapshot, 'movies', { ids, living });
  return ids.flatMap((id): MovieChanged[] => {
    const { befores, ...rest } = told('movie', id);
    const shared = { ...rest, befores: distinct<MovieKeys>(befores, placeOf) };
    const row = living.get(id);
    if (row === undefined) {
      const version = deleted.get(id);
      const gone = { kind: 'movie' as const, id, movie: null, halfStars: 0 };
      return version === undefined ? [] : [{ ...gone, version, ...shared }];
    }
    const mine = parts.get(id) ?? [];
    const state = movieStateOf(row, mine);
    const names = new Map(mine.map((part) => [part.actor_id ?? '', part.actor_name ?? '']));
    const { version, halfStars, ranks } = state;
    const movie = movieAsRead(state, names);
    return [{ kind: 'movie', id, version, movie, halfStars, ranks, ...shared }];
  });
}

async function actorEvents(
  snapshot: Snapshot,
  ids: readonly string[],
  told: (kind: string, subject: string) => Told,
): Promise<ActorChanged[]> {
  if (ids.length === 0) return [];
  const rows = await snapshot.run<ActorRow>(snapshot.statements.actors.byIds, { ids });
  const living = new Map(rows.map((row) => [row.id, row]));
  const deleted = await deletedVersions(snapshot, 'actors', { ids, living });
  return ids.flatMap((id): ActorChanged[] => {
    const { befores, ...rest } = told('actor', id);
    const shared = { ...rest, befores: distinct<ActorKeys>(befores, actorPlaceOf) };
    const row = living.get(id);
    const actor = row === undefined ? null : actorRecordOf(row);
    const version = actor?.version ?? deleted.get(id);
    return version === undefined ? [] : [{ kind: 'actor', id, version, actor, ...shared }];
  });
}

async function deletedVersions(
  { run, statements }: Snapshot,
  table: 'movies' | 'actors',
  {
    ids,
    living,
  }: { readonly ids: readonly string[]; readonly living: ReadonlyMap<string, object> },
): Promise<ReadonlyMap<string, number>> {
  const gone = ids.filter((id) => !living.has(id));
  if (gone.length === 0) return new Map();
  const rows = await run<{ id: string; version: Wide }>(statements[table].deleted, { ids: gone });
  return new Map(rows.map(({ id, version }) => [id, Number(version)]));
}

/**
 * One event for each row: its fold's writes are covered when all of its selections are in the view.
 */
async function totalsEvents(
  snapshot: Snapshot,
  read: readonly ReadRow[],
): Promise<TotalsChanged[]> {
  const rows = read.filter((row) => row.kind === 'totals');
  const listed = (row: ReadRow): readonly string[] => JSON.parse(row.selections ?? '[]');
  const totals = await readTotals(snapshot, [...new Set(rows.flatMap(listed))]);
  return rows.map((row) => ({
    kind: 'totals',
    totals: listed(row).flatMap((selection) => totals.get(selection) ?? []),
    covers: coversOf([row]),
    positions: positionsOf([row]),
  }));
}

type Total = TotalsChanged['totals'][number];

async function readTotals(
  { run, statements }: Snapshot,
  selections: readonly string[],
): Promise<ReadonlyMap<string, Total>> {
  if (selections.length === 0) return new Map();
  type Found = { readonly selection: string; readonly count: Wide; readonly version: Wide };
  const found = await run<Found>(statements.totals.read, { selections });
  return new Map(
    found.map(({ selection, count, version }) => {
      return [selection, { selection, count: Number(count), version: Number(version) }];
    }),
  );
}
