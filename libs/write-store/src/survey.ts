/** The write model as what compares the view with it needs it: everything that there is, slice by slice. */
import type { Bound, Transact } from './make-store.js';
import { newId } from './new-id.js';
import { selectionsOf } from './outbox.js';
import type { OutboxKind, Subjects } from './outbox-port.js';
import type { Wide } from './rows.js';

export type SubjectKind = keyof Subjects;

/** All kinds of things that the view has rows of. */
export const subjectKinds: readonly SubjectKind[] = ['movies', 'actors', 'selections', 'keys'];

export interface Survey {
  /** Ids, of deleted ones too (or selections that have a total), in the store's own order, after this one. */
  page(
    kind: SubjectKind,
    options: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly string[]>;
  /** How many there are of what `page` gives. */
  count(kind: SubjectKind): Promise<number>;
  /** About `limit` of the living, evenly from the oldest to the newest. */
  sample(kind: 'movies' | 'actors', limit: number): Promise<readonly string[]>;
  /** Which of these have changes that the view is not known to have. */
  unsettled(subjects: Subjects): Promise<Required<Subjects>>;
  /**
   * Gives each a new version, `max(previous + 1, now, atLeast)`, and publishes it: for what the view holds at a version that the
   * write model never gave. Unknown ones are passed over.
   */
  renew(renewals: readonly Renewal[], now: number): Promise<void>;
}

export interface Renewal {
  readonly kind: SubjectKind;
  readonly id: string;
  readonly atLeast: number;
}

export interface SurveyStatements {
  readonly movies: SurveyedTable;
  readonly actors: SurveyedTable;
  readonly selections: Pick<SurveyedTable, 'page' | 'count' | 'renew'>;
  readonly keys: Pick<SurveyedTable, 'page' | 'count' | 'renew'>;
  /** → selections of totals that the view is not known to have */
  readonly unsettledTotals: string;
}

interface SurveyedTable {
  /** @after, @limit → id */
  readonly page: string;
  /** → n */
  readonly count: string;
  /** @step, @limit → id of every so-manieth living one */
  readonly sample: string;
  /** @rows { id, atLeast } → id, version */
  readonly renew: string;
  readonly renewDeleted: string;
}

export function surveyOf(transact: Transact, renewed: () => void): Survey {
  return {
    page: (kind, { after, limit }) =>
      transact('write', async ({ run, statements: { survey } }) => {
        const rows = await run<{ id: string }>(survey[kind].page, { after: after ?? '', limit });
        return rows.map(({ id }) => id);
      }),
    count: (kind) => transact('write', (bound) => count(bound, kind)),
    sample: (kind, limit) =>
      transact('write', async (bound) => {
        const step = Math.max(1, Math.floor((await count(bound, kind)) / limit));
        const { run, statements } = bound;
        const rows = await run<{ id: string }>(statements.survey[kind].sample, { step, limit });
        return rows.map(({ id }) => id);
      }),
    unsettled: (subjects) => transact('write', (bound) => unsettled(bound, subjects)),
    async renew(renewals, now) {
      if (renewals.length === 0) return;
      await transact('write', (bound) => renew(bound, renewals, now));
      renewed();
    },
  };
}

async function count({ run, statements }: Bound, kind: SubjectKind): Promise<number> {
  const [row] = await run<{ n: Wide }>(statements.survey[kind].count);
  return Number(row?.n ?? 0);
}

async function unsettled(
  { run, statements }: Bound,
  { movies = [], actors = [], selections = [], keys = [] }: Subjects,
): Promise<Required<Subjects>> {
  const waiting = async (kind: OutboxKind, subjects: readonly string[]) => {
    if (subjects.length === 0) return [];
    const { unconfirmedSubjects } = statements.outbox;
    const rows = await run<{ subject: string }>(unconfirmedSubjects, { kind, subjects });
    return rows.map(({ subject }) => subject);
  };
  const totals = new Set<string>();
  if (selections.length > 0) {
    const rows = await run<{ selections: string | null }>(statements.survey.unsettledTotals);
    for (const row of rows) for (const name of selectionsOf(row.selections)) totals.add(name);
  }
  return {
    movies: await waiting('movie', movies),
    actors: await waiting('actor', actors),
    selections: selections.filter((name) => totals.has(name)),
    keys: await waiting('key', keys),
  };
}

/** Actors before movies, the one order of locks; each set in the order of its ids. */
async function renew(
  { run, statements }: Bound,
  renewals: readonly Renewal[],
  now: number,
): Promise<void> {
  const { actors, movies, selections, keys } = statements.survey;
  const given = async (kind: SubjectKind, sql: string) => {
    const rows = renewals
      .filter((renewal) => renewal.kind === kind)
      .map(({ id, atLeast }) => ({ id, atLeast: Math.max(atLeast, now * 1000) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    if (rows.length === 0) return [];
    return await run<{ id: string; version: Wide }>(sql, { rows });
  };
  const row = { writes: [], beforeKeys: null, createdAt: now };
  const rowOf = (kind: OutboxKind) => (found: { id: string; version: Wide }) => {
    return { ...row, kind, subject: found.id, version: Number(found.version) };
  };
  const changed = [
    ...(await given('actors', actors.renew)).map(rowOf('actor')),
    ...(await given('actors', actors.renewDeleted)).map(rowOf('actor')),
    ...(await given('movies', movies.renew)).map(rowOf('movie')),
    ...(await given('movies', movies.renewDeleted)).map(rowOf('movie')),
    ...(await given('keys', keys.renew)).map(rowOf('key')),
    ...(await given('selections', selections.renew)).map(({ id, version }) => {
      const total = { kind: 'totals', subject: newId(now), selections: [id] };
      return { ...row, ...total, version: Number(version) };
    }),
  ];
  if (changed.length > 0) await run(statements.outbox.insert, { rows: changed });
}
