import type { Comment } from '@marquee/contracts';
import { instantOf, type Wide } from '../rows.js';

export interface CommentRow {
  readonly id: string;
  readonly version: Wide;
  readonly movie_id: string;
  readonly user_id: string;
  readonly text: string;
  readonly created_at: string | Date;
}

export const commentOf = (row: CommentRow): Comment => ({
  id: row.id,
  movieId: row.movie_id,
  userId: row.user_id,
  text: row.text,
  createdAt: instantOf(row.created_at),
  version: Number(row.version),
});
