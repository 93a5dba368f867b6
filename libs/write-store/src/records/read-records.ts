import type { RecordDocuments, RecordType } from '@marquee/contracts';
import { type CommentRow, commentOf } from '../comments/comment-row.js';
import type { Connection } from '../engine.js';
import { type RatingRow, ratingOf } from '../ratings/rating-row.js';
import {
  type SessionDayRow,
  type SessionRow,
  sessionDayOf,
  sessionOf,
} from '../sessions/session-row.js';
import type { Statements } from '../statements.js';

export type Reading = Pick<Connection, 'run'> & { readonly statements: Statements };

type Read<Type extends RecordType> = (
  reading: Reading,
  ids: readonly string[],
) => Promise<readonly RecordDocuments[Type][]>;

/** Of these records those that there are, each type by its own rows. */
export const readRecords: { readonly [Type in RecordType]: Read<Type> } = {
  comment: async ({ run, statements }, ids) =>
    (await run<CommentRow>(statements.records.byIds.comment, { ids })).map(commentOf),
  session: async ({ run, statements }, ids) =>
    (await run<SessionRow>(statements.records.byIds.session, { ids })).map(sessionOf),
  sessionDay: async ({ run, statements }, ids) =>
    (await run<SessionDayRow>(statements.records.byIds.sessionDay, { ids })).map(sessionDayOf),
  rating: async ({ run, statements }, ids) =>
    (await run<RatingRow>(statements.records.byIds.rating, { ids })).map(ratingOf),
};
