import type { ListRow } from '@marquee/view-store';
import { Type } from 'typebox';
import type { CursorPlace } from '../cursor.js';
import { type PageOf, type Place, readPage } from '../read-page.js';
import type { Walk } from '../walk.js';

/** Lists of sessions are walked by cursors alone. */
export const cursorParameters = {
  limit: Type.Optional(
    Type.Integer({
      ...{ minimum: 1, maximum: 100, default: 20 },
      description: 'How many sessions a page may have.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 8_192,
      description: '`next` or `previous` of an earlier page of the same list.',
    }),
  ),
};

/** Sort keys are instants, and stay what they are in each generation. */
export const cursorPlace = (place: Place<ListRow> | null): CursorPlace | null =>
  place && {
    ...place,
    after: place.after && { sortValue: place.after.sortKey, id: place.after.id },
  };

export const readSessions = (
  walk: Walk<ListRow>,
  { direction, after, skip }: CursorPlace,
  limit: number,
): Promise<PageOf<ListRow>> =>
  readPage(walk, {
    ...{ direction, skip, limit },
    after: after && { sortKey: after.sortValue ?? '', id: after.id },
  });
