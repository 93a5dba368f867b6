import type { CommentStatements } from '../comments/comment-statements.js';

const deleteOf = (condition: string) => `
DELETE FROM comments
WHERE rowid IN (SELECT rowid FROM comments WHERE ${condition} ORDER BY id LIMIT @limit)
RETURNING id, version, movie_id, user_id, '' AS text, created_at`;

export const commentStatements: CommentStatements = {
  movie: 'SELECT id FROM movies WHERE id = @movie',
  lock: `
SELECT id, version, movie_id, user_id, text, created_at FROM comments WHERE id = @id`,
  insert: `
INSERT INTO comments (id, version, movie_id, user_id, text, created_at)
SELECT value ->> 'id', value ->> 'version', value ->> 'movieId', value ->> 'userId',
  value ->> 'text', value ->> 'createdAt'
FROM json_each(@rows)`,
  delete: 'DELETE FROM comments WHERE id = @id AND version = @before RETURNING id',
  deleteOfMovie: deleteOf('movie_id = @movie'),
  deleteOfUser: deleteOf('user_id = @user'),
};
