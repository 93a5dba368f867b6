import { perRecordType } from '../records/record-tables.js';
import type { SurveyStatements } from '../survey.js';
import type { TaskStatements } from '../tasks.js';

const renewed = (table: string, { id = 'id', only = '' } = {}) => `
UPDATE ${table} SET version = max(version + 1, j.value ->> 'atLeast')
FROM json_each(@rows) AS j WHERE ${table}.${id} = j.value ->> 'id'${only}
RETURNING ${id} AS id, version`;

/** @param deleted those that are gone: a table, or some of its rows */
const surveyed = (table: string, deleted: string) => ({
  page: `
SELECT id FROM (
  SELECT * FROM (SELECT id FROM ${table} WHERE id > @after ORDER BY id LIMIT @limit)
  UNION ALL
  SELECT * FROM (
    SELECT d.id FROM ${deleted} AS d WHERE d.id > @after ORDER BY d.id LIMIT @limit))
ORDER BY id LIMIT @limit`,
  count: `SELECT (SELECT count(*) FROM ${table}) + (SELECT count(*) FROM ${deleted} AS d) AS n`,
  renew: renewed(table),
});

const sampled = (table: string) => ({
  ...surveyed(table, `deleted_${table}`),
  sample: `SELECT id FROM ${table} WHERE seq % @step = 0 ORDER BY seq LIMIT @limit`,
  ofProvider: `
SELECT id FROM ${table} WHERE provider_id = @provider AND id > @after ORDER BY id LIMIT @limit`,
  renewDeleted: renewed(`deleted_${table}`),
});

const ofRecords = perRecordType(({ table }, type) => ({
  ...surveyed(table, `(SELECT id FROM deleted_records WHERE type = '${type}')`),
  renewDeleted: renewed('deleted_records', {
    only: ` AND deleted_records.type = '${type}'`,
  }),
}));

/** Of things that are never deleted. */
const lasting = (table: string, id: string) => ({
  page: `
SELECT ${id} AS id FROM ${table} WHERE ${id} > @after ORDER BY ${id} LIMIT @limit`,
  count: `SELECT count(*) AS n FROM ${table}`,
  renew: renewed(table, { id }),
});

export const surveyStatements: SurveyStatements = {
  movies: sampled('movies'),
  actors: sampled('actors'),
  selections: lasting('totals', 'selection'),
  keys: lasting('access_keys', 'id'),
  ...ofRecords,
  unsettledTotals: `
SELECT selections FROM outbox WHERE state IN ('pending', 'published') AND kind = 'totals'`,
};

export const taskStatements: TaskStatements = {
  read: 'SELECT holder, held_until, progress FROM tasks WHERE name = @name',
  take: `
UPDATE tasks SET holder = @holder, held_until = @until
WHERE name = @name AND (holder = @holder OR held_until <= @now OR held_until > @farthest)
RETURNING progress`,
  insert: `
INSERT INTO tasks (name, holder, held_until, progress) VALUES (@name, @holder, @until, 'null')`,
  keep: `
UPDATE tasks SET held_until = @until, progress = @progress
WHERE name = @name AND holder = @holder
RETURNING name`,
  release: 'UPDATE tasks SET held_until = 0 WHERE name = @name AND holder = @holder',
};
