/** What the write model has that rows of the view are made of. */
import { type RecordType, recordTypes } from './record.js';

/** All kinds of them, in the order in which a rebuild publishes them. */
export const subjectKinds = ['movies', 'actors', 'selections', 'keys', ...recordTypes] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  readonly kind: SubjectKind;
  /** Id, also of what is deleted; name of the selection, where it has a total. */
  readonly id: string;
}

/** Ids, by kind. */
export type Subjects = { readonly [Kind in SubjectKind]?: readonly string[] };

/** Something for each kind. */
export function perSubjectKind<T>(make: (kind: SubjectKind) => T): Record<SubjectKind, T> {
  const made = subjectKinds.map((kind): [SubjectKind, T] => [kind, make(kind)]);
  return Object.fromEntries(made) as Record<SubjectKind, T>; // an entry for each
}

/** What an outbox row is about. */
export type OutboxKind = 'movie' | 'actor' | 'totals' | 'key' | RecordType;

/** The kind of the outbox rows that tell of changes of such subjects. */
export const outboxKinds: Readonly<Record<SubjectKind, OutboxKind>> = {
  ...{ movies: 'movie', actors: 'actor', selections: 'totals', keys: 'key' },
  ...{ comment: 'comment', session: 'session', sessionDay: 'sessionDay' },
  rating: 'rating',
};
