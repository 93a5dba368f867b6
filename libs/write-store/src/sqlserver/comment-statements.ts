import type { CommentStatements } from '../comments/comment-statements.js';

// Chosen by their ids, in the order of locks; texts stay where they are.
const deleteOf = (condition: string) => `
DELETE FROM comments WITH (ROWLOCK)
OUTPUT deleted.id, deleted.version, deleted.movie_id, deleted.user_id, N'' AS text,
  deleted.created_at
WHERE seq IN (
  SELECT TOP (@limit) c.seq FROM comments AS c WITH (UPDLOCK, ROWLOCK)
  WHERE c.${condition} ORDER BY c.id)`;

export const commentStatements: CommentStatements = {
  // Shared until the commit: a deletion of the movie waits, and then finds the comment.
  movie: 'SELECT id FROM movies WITH (REPEATABLEREAD, ROWLOCK) WHERE id = @movie',
  lock: `
SELECT id, version, movie_id, user_id, text, created_at
FROM comments WITH (UPDLOCK, ROWLOCK) WHERE id = @id`,
  insert: `
INSERT INTO comments (id, version, movie_id, user_id, text, created_at)
SELECT j.id, j.version, j.movie_id, j.user_id, j.text, j.created_at
FROM OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', version bigint '$.version', movie_id nvarchar(36) '$.movieId',
  user_id nvarchar(36) '$.userId', text nvarchar(max) '$.text',
  created_at datetime2(3) '$.createdAt') AS j`,
  delete: `
DELETE FROM comments WITH (ROWLOCK) OUTPUT deleted.id WHERE id = @id AND version = @before`,
  deleteOfMovie: deleteOf('movie_id = @movie'),
  deleteOfUser: deleteOf('user_id = @user'),
};
