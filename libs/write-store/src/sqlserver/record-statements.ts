import { perRecordType } from '../records/record-tables.js';
import type { RecordStatements } from '../statements.js';
import { listed } from './json-rows.js';

const these = `type = @type AND id IN (${listed('@ids')})`;

export const recordStatements: RecordStatements = {
  byIds: perRecordType(
    ({ table, columns }) => `
SELECT ${columns} FROM ${table} WHERE id IN (${listed('@ids')})`,
  ),
  deleted: `SELECT id, version FROM deleted_records WHERE ${these}`,
  insertDeleted: `
INSERT INTO deleted_records (type, id, version)
SELECT j.type, j.id, j.version
FROM OPENJSON(@rows) WITH (
  type nvarchar(20) '$.type', id nvarchar(100) '$.id', version bigint '$.version') AS j`,
  forgetDeleted: `DELETE FROM deleted_records WHERE ${these}`,
};
