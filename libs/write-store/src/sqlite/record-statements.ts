import { perRecordType } from '../records/record-tables.js';
import type { RecordStatements } from '../statements.js';

const these = 'type = @type AND id IN (SELECT value FROM json_each(@ids))';

export const recordStatements: RecordStatements = {
  byIds: perRecordType(
    ({ table, columns }) => `
SELECT ${columns} FROM ${table} WHERE id IN (SELECT value FROM json_each(@ids))`,
  ),
  deleted: `SELECT id, version FROM deleted_records WHERE ${these}`,
  insertDeleted: `
INSERT INTO deleted_records (type, id, version)
SELECT value ->> 'type', value ->> 'id', value ->> 'version' FROM json_each(@rows)`,
  forgetDeleted: `DELETE FROM deleted_records WHERE ${these}`,
};
