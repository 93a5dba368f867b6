import {
  perSubjectKind,
  recordTypes,
  type SubjectKind,
  type Subjects,
  subjectKinds,
} from '@marquee/contracts';

/** As `Subjects`, with all of them there. */
export type LetterSubjects = Required<Subjects>;

/**
 * What a job is about, or `null` where it does not tell: it may be anything that was put into the queue, so nothing of its shape is
 * taken for granted. Heartbeats are about nothing; rows that were to go are found again by who compares the view.
 */
export function subjectsOf(job: unknown): LetterSubjects | null {
  const events = fieldOf(job, 'events');
  if (!Array.isArray(events)) return null;
  const found = perSubjectKind(() => new Set<string>());
  for (const event of events) {
    const kind = fieldOf(event, 'kind');
    if (kind === 'heartbeat' || kind === 'rows-gone') continue;
    const names = kind === 'totals' ? selectionsOf(event) : idOf(event);
    const about = subjectKindOf(kind, fieldOf(event, 'type'));
    if (about === null || names === null) return null;
    for (const name of names) found[about].add(name);
  }
  return perSubjectKind((kind) => [...found[kind]]);
}

/** The records whose contents a job holds: not those that it tells the deletion of. */
export function recordsIn(job: unknown): LetterSubjects {
  const events = fieldOf(job, 'events');
  const contents = (Array.isArray(events) ? events : []).filter(
    (event) =>
      fieldOf(event, 'kind') === 'record' &&
      typeof fieldOf(event, 'record') === 'object' &&
      fieldOf(event, 'record') !== null,
  );
  return subjectsOf({ events: contents }) ?? perSubjectKind(() => []);
}

const kinds = new Map<unknown, SubjectKind>([
  ['movie', 'movies'],
  ['actor', 'actors'],
  ['totals', 'selections'],
  ['key', 'keys'],
]);

function subjectKindOf(kind: unknown, type: unknown): SubjectKind | null {
  if (kind === 'record') return recordTypes.find((known) => known === type) ?? null;
  return kinds.get(kind) ?? null;
}

/** For people: `movie:<id>`, `actor:<id>`, `total:<selection>`, `key:<id>`, and the like for records. */
export function namesOf(subjects: LetterSubjects | null): string[] {
  if (subjects === null) return [];
  return subjectKinds.flatMap((kind) => subjects[kind].map((id) => `${words[kind]}:${id}`));
}

const words: Readonly<Record<SubjectKind, string>> = {
  ...perSubjectKind((kind): string => kind),
  ...{ movies: 'movie', actors: 'actor', selections: 'total', keys: 'key' },
};

const MAX_NAME = 120;

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_NAME;

function idOf(event: unknown): string[] | null {
  const id = fieldOf(event, 'id');
  return isName(id) ? [id] : null;
}

function selectionsOf(event: unknown): string[] | null {
  const totals = fieldOf(event, 'totals');
  if (!Array.isArray(totals)) return null;
  const names = totals.map((total: unknown) => fieldOf(total, 'selection'));
  return names.every(isName) ? names : null;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
