import { perRecordType } from '../records/record-tables.js';
import type { SurveyStatements } from '../survey.js';
import type { TaskStatements } from '../tasks.js';
import { bin2 } from './json-rows.js';

const renewed = (table: string, { id = 'id', length = 36, only = '' } = {}) => `
UPDATE t
SET version = CASE WHEN t.version + 1 > j.at_least THEN t.version + 1 ELSE j.at_least END
OUTPUT inserted.${id} AS id, inserted.version
FROM ${table} AS t, OPENJSON(@rows) WITH (
  id nvarchar(${length}) '$.id', at_least bigint '$.atLeast') AS j
WHERE t.${id} = j.id ${bin2}${only}`;

/** @param deleted those that are gone: a table, or some of its rows */
const surveyed = (table: string, deleted: string) => ({
  page: `
SELECT TOP (@limit) u.id FROM (
  SELECT a.id FROM (SELECT TOP (@limit) id FROM ${table} WHERE id > @after ORDER BY id) AS a
  UNION ALL
  SELECT g.id FROM (
    SELECT TOP (@limit) d.id FROM ${deleted} AS d WHERE d.id > @after ORDER BY d.id) AS g) AS u
ORDER BY u.id`,
  count: `SELECT (SELECT COUNT(*) FROM ${table}) + (SELECT COUNT(*) FROM ${deleted} AS d) AS n`,
  renew: renewed(table),
});

const sampled = (table: string) => ({
  ...surveyed(table, `deleted_${table}`),
  sample: `SELECT TOP (@limit) id FROM ${table} WHERE seq % @step = 0 ORDER BY seq`,
  ofProvider: `
SELECT TOP (@limit) id FROM ${table} WHERE provider_id = @provider AND id > @after ORDER BY id`,
  renewDeleted: renewed(`deleted_${table}`),
});

const ofRecords = perRecordType(({ table }, type) => ({
  ...surveyed(table, `(SELECT id FROM deleted_records WHERE type = N'${type}')`),
  renew: renewed(table, { length: 100 }),
  renewDeleted: renewed('deleted_records', { length: 100, only: ` AND t.type = N'${type}'` }),
}));

/** Of things that are never deleted. */
const lasting = (table: string, id: string, length: number) => ({
  page: `
SELECT TOP (@limit) ${id} AS id FROM ${table} WHERE ${id} > @after ORDER BY ${id}`,
  count: `SELECT COUNT(*) AS n FROM ${table}`,
  renew: renewed(table, { id, length }),
});

export const surveyStatements: SurveyStatements = {
  movies: sampled('movies'),
  actors: sampled('actors'),
  selections: lasting('totals', 'selection', 120),
  keys: lasting('access_keys', 'id', 36),
  ...ofRecords,
  unsettledTotals: `
SELECT selections FROM outbox WHERE state IN (N'pending', N'published') AND kind = N'totals'`,
};

export const taskStatements: TaskStatements = {
  read: 'SELECT holder, held_until, progress FROM tasks WHERE name = @name',
  take: `
UPDATE tasks SET holder = @holder, held_until = @until
OUTPUT inserted.progress
WHERE name = @name AND (holder = @holder OR held_until <= @now OR held_until > @farthest)`,
  insert: `
INSERT INTO tasks (name, holder, held_until, progress) VALUES (@name, @holder, @until, N'null')`,
  keep: `
UPDATE tasks SET held_until = @until, progress = @progress
OUTPUT inserted.name
WHERE name = @name AND holder = @holder`,
  release: 'UPDATE tasks SET held_until = 0 WHERE name = @name AND holder = @holder',
};
