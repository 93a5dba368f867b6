import { selectKeys } from '../access-keys.js';
import type { Statements } from '../statements.js';
import { actorStatements } from './actor-statements.js';
import { commentStatements } from './comment-statements.js';
import { historyStatements } from './history-statements.js';
import { importStatements } from './import-statements.js';
import { listed } from './json-rows.js';
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
  accessKeys: { byIds: `${selectKeys} WHERE id IN (${listed('@ids')})` },
  records: recordStatements,
  comments: commentStatements,
  users: userStatements,
  subscriptions: subscriptionStatements,
  sessions: sessionStatements,
  history: historyStatements,
  webhooks: webhookStatements,
  statistics: statisticsStatements,
  savepoint: 'SAVE TRANSACTION attempt',
  rollbackToSavepoint: 'ROLLBACK TRANSACTION attempt',
  migrationsTable: `
IF OBJECT_ID(N'schema_migrations') IS NULL
CREATE TABLE schema_migrations (
  name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT pk_schema_migrations PRIMARY KEY CLUSTERED,
  applied_at bigint NOT NULL)`,
  migrationsTableExists: "SELECT name FROM sys.tables WHERE name = N'schema_migrations'",
};
