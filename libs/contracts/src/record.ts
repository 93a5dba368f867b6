/**
 * Records: things whose view is rows in lists, a row by id, or both, made of one document at one version. All that carries changes
 * goes over this list; what is particular to a type stands in its entry of the write store's `records`, in a file of the
 * projection and in its tables.
 */
import type { Comment, CommentKeys } from './comment.js';
import type { ChangePosition, CoveredWrite, Origin } from './event.js';
import type { Session, SessionDay, SessionKeys } from './session.js';
import type { UserRating, UserRatingKeys } from './user-rating.js';

export const recordTypes = ['comment', 'session', 'sessionDay', 'rating'] as const;

/** One word for a type everywhere: outbox rows, events, subjects and deleted records. At most 20 characters. */
export type RecordType = (typeof recordTypes)[number];

/** What a record of each type is, as it travels; it has the record's `id` and `version`. */
export interface RecordDocuments {
  readonly comment: Comment;
  readonly session: Session;
  readonly sessionDay: SessionDay;
  readonly rating: UserRating;
}

/** Of each type, every field that a list is keyed by. As a *before*: how it was before a change that moved one of them. */
export interface RecordKeys {
  readonly comment: CommentKeys;
  readonly session: SessionKeys;
  readonly sessionDay: Pick<SessionDay, 'country' | 'day'>;
  readonly rating: UserRatingKeys;
}

export interface RecordChange<Type extends RecordType> {
  readonly kind: 'record';
  readonly type: Type;
  readonly id: string;
  /** As of movies. */
  readonly version: number;
  /** `null` when it is deleted. */
  readonly record: RecordDocuments[Type] | null;
  /** Distinct earlier keys of the record: its rows there go. */
  readonly befores: readonly RecordKeys[Type][];
  readonly covers: readonly CoveredWrite[];
  readonly positions?: readonly ChangePosition[];
  readonly origins?: readonly Origin[];
}

/** A change of a record of one of these types, told apart by `type`. */
export type RecordChanged = { [Type in RecordType]: RecordChange<Type> }[RecordType];
