import { selectKeys } from '../access-keys.js';
import type { Statements } from '../statements.js';
import { actorStatements } from './actor-statements.js';
import { commentStatements } from './comment-statements.js';
import { historyStatements } from './history-statements.js';
import { importStatements } from './import-statements.js';
import { keyStatements } from './key-statements.js';
import { movieStatements } from './movie-statements.js';
import { outboxStatements } from './outbox-statements.js';
import { playStatements, rankStatements } from './play-statements.js';
import { ratingStatements, totalsStatements } from './rating-statements.js';
import { recordStatements } from './record-statements.js';
import { sessionStatements } from './session-statements.js';
import { statisticsStatements } from './statistics-statements.js';
import { surveyStatements, taskStatements } from './survey-statements.js';
import { subscriptionStatements, userStatements } from './user-statements.js';
import { webhookStatements } from './webhook-statements.js';

export const statements: Statements = {
  movies: movieStatements,
  actors: actorStatements,
  ratings: ratingStatements,
  outbox: outboxStatements,
  totals: totalsStatements,
  plays: playStatements,
  ranks: rankStatements,
  survey: surveyStatements,
  tasks: taskStatements,
  imports: importStatements,
  keys: keyStatements,
  accessKeys: { byIds: `${selectKeys} WHERE id IN (SELECT value FROM json_each(@ids))` },
  records: recordStatements,
  comments: commentStatements,
  users: userStatements,
  subscriptions: subscriptionStatements,
  sessions: sessionStatements,
  history: historyStatements,
  webhooks: webhookStatements,
  statistics: statisticsStatements,
  savepoint: 'SAVEPOINT attempt',
  rollbackToSavepoint: 'ROLLBACK TO attempt',
  migrationsTable: `
CREATE TABLE IF NOT EXISTS schema_migrations (
  name TEXT NOT NULL PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT`,
  migrationsTableExists: "SELECT name FROM sqlite_master WHERE name = 'schema_migrations'",
};
