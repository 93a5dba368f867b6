import type { StatisticsStatements } from '../statistics/statistics-statements.js';
import { pastLocked } from './hints.js';
import { bin2 } from './json-rows.js';

const rows = `OPENJSON(@rows) WITH (
  provider nvarchar(36) '$.provider', day nvarchar(10) '$.day', what nvarchar(20) '$.what',
  amount bigint '$.amount') AS j`;

export const statisticsStatements: StatisticsStatements = {
  raise: `
UPDATE p SET amount = p.amount + j.amount
OUTPUT inserted.provider_id, inserted.day, inserted.what
FROM provider_days AS p, ${rows}
WHERE p.provider_id = j.provider ${bin2} AND p.day = j.day ${bin2} AND p.what = j.what ${bin2}`,
  insert: `
INSERT INTO provider_days (provider_id, day, what, amount)
SELECT j.provider, j.day, j.what, j.amount FROM ${rows}`,
  days: `
SELECT day, what, amount FROM provider_days
WHERE provider_id = @provider AND day >= @from ORDER BY day, what`,
  prune: `
DELETE TOP (1000) FROM provider_days WITH (${pastLocked})
OUTPUT deleted.day
WHERE day < @before`,
  amounts: `
SELECT COUNT(*) AS movies, SUM(CAST(s.rating_count AS bigint)) AS ratings, SUM(s.plays) AS plays,
  MAX(s.id) AS last
FROM (
  SELECT TOP (@limit) m.id, m.rating_count, COALESCE(t.count, 0) AS plays
  FROM movies AS m LEFT JOIN totals AS t ON t.selection = N'plays:' + m.id
  WHERE m.provider_id = @provider AND m.id > @after ORDER BY m.id) AS s`,
};
