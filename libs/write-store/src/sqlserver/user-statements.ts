import type { SubscriptionStatements } from '../subscriptions.js';
import type { UserStatements } from '../users.js';
import { bin2, idsOf, listed } from './json-rows.js';

const columns = `u.seq, u.id, u.version, u.email, u.first_name, u.last_name, u.role,
  u.password_hash, u.created_at, u.is_erased`;

const updated = `
UPDATE users SET version = @version, email = @email, email_key = @key, first_name = @firstName,
  last_name = @lastName, role = @role, password_hash = @hash
OUTPUT inserted.id
WHERE id = @id AND version = @before`;

const erased = `
UPDATE users SET version = @version, email = NULL, email_key = NULL, first_name = NULL,
  last_name = NULL, role = N'viewer', password_hash = NULL, is_erased = 1
OUTPUT inserted.id
WHERE id = @id AND version = @before`;

export const userStatements: UserStatements = {
  byIds: `
SELECT ${columns} FROM users AS u WHERE u.id IN (${listed('@ids')}) AND u.is_erased = 0`,
  // What the filter of the index says stands in the condition, or the index would not be used.
  byEmail: `
SELECT ${columns}, (SELECT k.version FROM access_keys AS k WHERE k.id = u.id) AS since
FROM users AS u WHERE u.email_key = @key AND u.email_key IS NOT NULL`,
  older: `
SELECT TOP (@limit) ${columns} FROM users AS u
WHERE u.seq < @from AND u.is_erased = 0 ORDER BY u.seq DESC`,
  newer: `
SELECT TOP (@limit) ${columns} FROM users AS u
WHERE u.seq > @from AND u.is_erased = 0 ORDER BY u.seq`,
  lock: `SELECT ${columns} FROM users AS u WITH (UPDLOCK, ROWLOCK) WHERE u.id = @id`,
  // A shared lock that lasts, also where reads see snapshots: the erasure waits for it, and whoever
  // comes after the erasure sees it.
  hold: `
SELECT u.id, u.is_erased
FROM ${idsOf('@ids')} AS j JOIN users AS u WITH (REPEATABLEREAD, ROWLOCK) ON u.id = j.id ${bin2}`,
  insert: `
INSERT INTO users (id, version, email, email_key, first_name, last_name, role, password_hash,
  created_at)
VALUES (@id, @version, @email, @key, @firstName, @lastName, @role, @hash, @createdAt)`,
  ...{ update: updated, erase: erased },
};

const subscription = `s.seq, s.id, s.version, s.user_id, s.plan_name,
  CONVERT(nchar(10), s.start_date, 23) AS start_date,
  CONVERT(nchar(10), s.end_date, 23) AS end_date,
  s.is_active, s.created_at`;

export const subscriptionStatements: SubscriptionStatements = {
  find: `SELECT ${subscription} FROM subscriptions AS s WHERE s.id = @id`,
  lock: `
SELECT ${subscription} FROM subscriptions AS s WITH (UPDLOCK, ROWLOCK) WHERE s.id = @id`,
  page: (direction, condition) => {
    const [beyond, order] = direction === 'older' ? ['<', 's.seq DESC'] : ['>', 's.seq'];
    return `
SELECT TOP (@limit) ${subscription} FROM subscriptions AS s
WHERE s.seq ${beyond} @from${condition} ORDER BY ${order}`;
  },
  insert: `
INSERT INTO subscriptions (id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at)
VALUES (@id, @version, @user, @plan, @startDate, NULLIF(@endDate, N''), @isActive, @createdAt)`,
  update: `
UPDATE subscriptions SET version = @version, plan_name = @plan, start_date = @startDate,
  end_date = NULLIF(@endDate, N''), is_active = @isActive
OUTPUT inserted.id
WHERE id = @id AND version = @before`,
  delete: `
DELETE FROM subscriptions
OUTPUT deleted.id
WHERE id = @id AND version = @before`,
  ofUser: 'DELETE FROM subscriptions WHERE user_id = @id',
};
