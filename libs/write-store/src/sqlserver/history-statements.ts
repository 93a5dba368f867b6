import { type HistoryStatements, historyColumns } from '../history/history-statements.js';
import { pastLocked } from './hints.js';

export const historyStatements: HistoryStatements = {
  insert: `
INSERT INTO movie_history (${historyColumns})
SELECT j.movie_id, j.version, j.before_version, j.before_content, j.provider_id,
  j.added_at, j.changed_by, j.changed_at
FROM OPENJSON(@rows) WITH (
  movie_id nvarchar(36) '$.movieId', version bigint '$.version',
  before_version bigint '$.beforeVersion', before_content nvarchar(max) '$.beforeContent',
  provider_id nvarchar(36) '$.providerId',
  added_at bigint '$.addedAt', changed_by nvarchar(36) '$.changedBy', changed_at bigint '$.changedAt') AS j`,
  older: `
SELECT TOP (@limit) ${historyColumns} FROM movie_history
WHERE movie_id = @movie AND version < @from ORDER BY version DESC`,
  newer: `
SELECT TOP (@limit) ${historyColumns} FROM movie_history
WHERE movie_id = @movie AND version > @from ORDER BY version`,
  made: `
SELECT ${historyColumns} FROM movie_history
WHERE movie_id = @movie AND version > @version AND before_version = @version`,
  prune: `
DELETE TOP (1000) FROM movie_history WITH (${pastLocked})
OUTPUT deleted.movie_id
WHERE changed_at < @before`,
};
