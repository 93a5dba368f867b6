import { type HistoryStatements, historyColumns } from '../history/history-statements.js';

export const historyStatements: HistoryStatements = {
  insert: `
INSERT INTO movie_history (${historyColumns})
SELECT value ->> 'movieId', value ->> 'version', value ->> 'beforeVersion',
  value ->> 'beforeContent', value ->> 'providerId', value ->> 'addedAt', value ->> 'changedBy',
  value ->> 'changedAt'
FROM json_each(@rows)`,
  older: `
SELECT ${historyColumns} FROM movie_history
WHERE movie_id = @movie AND version < @from ORDER BY version DESC LIMIT @limit`,
  newer: `
SELECT ${historyColumns} FROM movie_history
WHERE movie_id = @movie AND version > @from ORDER BY version LIMIT @limit`,
  made: `
SELECT ${historyColumns} FROM movie_history
WHERE movie_id = @movie AND version > @version AND before_version = @version`,
  prune: `
DELETE FROM movie_history WHERE rowid IN (
  SELECT rowid FROM movie_history WHERE changed_at < @before LIMIT 1000)
RETURNING movie_id`,
};
