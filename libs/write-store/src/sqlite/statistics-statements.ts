import type { StatisticsStatements } from '../statistics/statistics-statements.js';

const values = `value ->> 'provider', value ->> 'day', value ->> 'what', value ->> 'amount'`;

export const statisticsStatements: StatisticsStatements = {
  raise: `
UPDATE provider_days SET amount = amount + (j.value ->> 'amount')
FROM json_each(@rows) AS j
WHERE provider_id = j.value ->> 'provider' AND day = j.value ->> 'day' AND what = j.value ->> 'what'
RETURNING provider_id, day, what`,
  insert: `
INSERT INTO provider_days (provider_id, day, what, amount)
SELECT ${values} FROM json_each(@rows)`,
  days: `
SELECT day, what, amount FROM provider_days
WHERE provider_id = @provider AND day >= @from ORDER BY day, what`,
  prune: `
DELETE FROM provider_days WHERE (provider_id, day, what) IN (
  SELECT provider_id, day, what FROM provider_days WHERE day < @before LIMIT 1000)
RETURNING day`,
  amounts: `
SELECT count(*) AS movies, sum(rating_count) AS ratings, sum(plays) AS plays, max(id) AS last
FROM (
  SELECT m.id, m.rating_count, coalesce(t.count, 0) AS plays
  FROM movies AS m LEFT JOIN totals AS t ON t.selection = 'plays:' || m.id
  WHERE m.provider_id = @provider AND m.id > @after ORDER BY m.id LIMIT @limit)`,
};
