import type { ImportStatements } from '../imports/import-statements.js';
import { pastLocked } from './hints.js';

const columns = `id, folder, state, provider_id, role, origin, bytes, digest, bytes_read, rows_done,
  accepted, replaced, unchanged, refused, detail, created_at, started_at, ended_at`;

export const importStatements: ImportStatements = {
  insert: `
INSERT INTO imports (id, folder, state, provider_id, role, origin, bytes, digest, created_at)
VALUES (@id, @folder, N'waiting', @provider, @role, @origin, @bytes, @digest, @now)`,
  find: `SELECT ${columns} FROM imports WHERE id = @id`,
  unfinished: `
SELECT ${columns} FROM imports WHERE folder = @folder AND ended_at IS NULL ORDER BY seq`,
  keep: `
UPDATE imports SET state = N'running', started_at = COALESCE(started_at, @now),
  bytes_read = @bytesRead, rows_done = @rows, accepted = @accepted, replaced = @replaced,
  unchanged = @unchanged, refused = @refused
OUTPUT inserted.id
WHERE id = @id AND rows_done = @before AND ended_at IS NULL`,
  insertRefusals: `
INSERT INTO import_refusals (import_id, row_number, line, faults)
SELECT j.id, j.row_number, j.line, j.faults
FROM OPENJSON(@rows) WITH (
  id nvarchar(36) '$.id', row_number bigint '$.row', line bigint '$.line',
  faults nvarchar(max) '$.faults') AS j`,
  refusals: `
SELECT row_number, line, faults FROM import_refusals WHERE import_id = @id ORDER BY row_number`,
  end: `
UPDATE imports SET state = @state, bytes_read = @bytesRead, detail = @detail, ended_at = @now
WHERE id = @id AND ended_at IS NULL`,
  // One that is being gone on with is passed over.
  prune: `
DELETE TOP (100) FROM imports WITH (${pastLocked})
OUTPUT deleted.id
WHERE created_at <= @until`,
};
