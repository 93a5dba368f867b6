/** The write model as what compares the view with it needs it: everything that there is, slice by slice. */
import {
  outboxKinds,
  perSubjectKind,
  recordTypes,
  type Subject,
  type SubjectKind,
  type Subjects,
  subjectKinds,
} from '@marquee/contracts';
import type { Bound, Transact } from './make-store.js';
import { newId } from './new-id.js';
import { selectionsOf } from './outbox.js';
import type { Wide } from './rows.js';

export interface Survey {
  /** Ids, of deleted ones too (or selections that have a total), in the store's own order, after this one. */
  page(
    kind: SubjectKind,
    options: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly string[]>;
  /** Ids of the living that this provider made, in the store's own order, after this one. */
  ofProvider(
    kind: 'movies' | 'actors',
    options: {
      readonly provider: string;
      readonly after: string | null;
      readonly limit: number;
    },
  ): Promise<readonly string[]>;
  /** How many there are of what `page` gives. */
  count(kind: SubjectKind): Promise<number>;
  /** About `limit` of the living, evenly from the oldest to the newest. */
  sample(kind: 'movies' | 'actors', limit: number): Promise<readonly string[]>;
  /** Which of these have changes that the view is not known to have. */
  unsettled(subjects: Subjects): Promise<Readonly<Record<SubjectKind, readonly string[]>>>;
  /**
   * Gives each a new version, `max(previous + 1, now, atLeast)`, and publishes it: for what the view holds at a version that the
   * write model never gave. Unknown ones are passed over.
   */
  renew(renewals: readonly Renewal[], now: number): Promise<void>;
}

export interface Renewal extends Subject {
  readonly atLeast: number;
}

export interface SurveyStatements extends Readonly<Record<SubjectKind, SurveyedTable>> {
  readonly movies: SampledTable;
  readonly actors: SampledTable;
  /** → selections of totals that the view is not known to have */
  readonly unsettledTotals: string;
}

export interface SurveyedTable {
  /** @after, @limit → id */
  readonly page: string;
  /** → n */
  readonly count: string;
  /** @rows { id, atLeast } → id, version */
  readonly renew: string;
  /** As `renew`, of those that are gone; left out where none ever go. */
  readonly renewDeleted?: string;
}

interface SampledTable extends SurveyedTable {
  /** @step, @limit → id of every so-manieth living one */
  readonly sample: string;
  /** @provider, @after, @limit → id */
  readonly ofProvider: string;
}

export function surveyOf(transact: Transact, renewed: () => void): Survey {
  return {
    page: (kind, { after, limit }) =>
      transact('write', async ({ run, statements: { survey } }) => {
        const rows = await run<{ id: string }>(survey[kind].page, { after: after ?? '', limit });
        return rows.map(({ id }) => id);
      }),
    ofProvider: (kind, { provider, after, limit }) =>
      transact('write', async ({ run, statements: { survey } }) => {
        const of = { provider, after: after ?? '', limit };
        const rows = await run<{ id: string }>(survey[kind].ofProvider, of);
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
  subjects: Subjects,
): Promise<Record<SubjectKind, readonly string[]>> {
  const found = perSubjectKind((): readonly string[] => []);
  for (const kind of subjectKinds) {
    const asked = subjects[kind] ?? [];
    if (asked.length === 0) continue;
    if (kind === 'selections') {
      const rows = await run<{ selections: string | null }>(statements.survey.unsettledTotals);
      const waiting = new Set(rows.flatMap((row) => selectionsOf(row.selections)));
      found[kind] = asked.filter((name) => waiting.has(name));
      continue;
    }
    const of = { kind: outboxKinds[kind], subjects: asked };
    const rows = await run<{ subject: string }>(statements.outbox.unconfirmedSubjects, of);
    found[kind] = rows.map(({ subject }) => subject);
  }
  return found;
}

/** The one order of locks; each set in the order of its ids. */
const lockOrder: readonly SubjectKind[] = [
  ...(['actors', 'movies'] as const),
  ...recordTypes,
  ...(['keys', 'selections'] as const),
];

async function renew(
  { run, statements }: Bound,
  renewals: readonly Renewal[],
  now: number,
): Promise<void> {
  const changed: object[] = [];
  for (const kind of lockOrder) {
    const rows = renewals
      .filter((renewal) => renewal.kind === kind)
      .map(({ id, atLeast }) => ({ id, atLeast: Math.max(atLeast, now * 1000) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    if (rows.length === 0) continue;
    const { renew, renewDeleted } = statements.survey[kind];
    for (const sql of [renew, ...(renewDeleted === undefined ? [] : [renewDeleted])]) {
      const found = await run<{ id: string; version: Wide }>(sql, { rows });
      changed.push(
        ...found.map(({ id, version }) => outboxRow({ kind, id }, Number(version), now)),
      );
    }
  }
  if (changed.length > 0) await run(statements.outbox.insert, { rows: changed });
}

function outboxRow({ kind, id }: Subject, version: number, now: number): object {
  const about = kind === 'selections' ? { subject: newId(now), selections: [id] } : { subject: id };
  const row = { writes: [], beforeKeys: null, createdAt: now };
  return { ...row, kind: outboxKinds[kind], ...about, version };
}
