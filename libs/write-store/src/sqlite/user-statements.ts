import type { SubscriptionStatements } from '../subscriptions.js';
import type { UserStatements } from '../users.js';

const columns = `seq, id, version, email, first_name, last_name, role, password_hash, created_at,
  is_erased`;

const updated = `
UPDATE users SET version = @version, email = @email, email_key = @key, first_name = @firstName,
  last_name = @lastName, role = @role, password_hash = @hash
WHERE id = @id AND version = @before
RETURNING id`;

const erased = `
UPDATE users SET version = @version, email = NULL, email_key = NULL, first_name = NULL,
  last_name = NULL, role = 'viewer', password_hash = NULL, is_erased = 1
WHERE id = @id AND version = @before
RETURNING id`;

export const userStatements: UserStatements = {
  byIds: `
SELECT ${columns} FROM users
WHERE id IN (SELECT value FROM json_each(@ids)) AND is_erased = 0`,
  byEmail: `
SELECT ${columns}, (SELECT k.version FROM access_keys AS k WHERE k.id = users.id) AS since
FROM users WHERE email_key = @key`,
  older: `
SELECT ${columns} FROM users WHERE seq < @from AND is_erased = 0 ORDER BY seq DESC LIMIT @limit`,
  newer: `
SELECT ${columns} FROM users WHERE seq > @from AND is_erased = 0 ORDER BY seq LIMIT @limit`,
  lock: `SELECT ${columns} FROM users WHERE id = @id`,
  hold: 'SELECT id, is_erased FROM users WHERE id IN (SELECT value FROM json_each(@ids))',
  insert: `
INSERT INTO users (id, version, email, email_key, first_name, last_name, role, password_hash,
  created_at)
VALUES (@id, @version, @email, @key, @firstName, @lastName, @role, @hash, @createdAt)`,
  ...{ update: updated, erase: erased },
};

const subscription = `seq, id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at`;

export const subscriptionStatements: SubscriptionStatements = {
  find: `SELECT ${subscription} FROM subscriptions WHERE id = @id`,
  lock: `SELECT ${subscription} FROM subscriptions WHERE id = @id`,
  page: (direction, condition) => {
    const [beyond, order] = direction === 'older' ? ['<', 'seq DESC'] : ['>', 'seq'];
    return `
SELECT ${subscription} FROM subscriptions
WHERE seq ${beyond} @from${condition} ORDER BY ${order} LIMIT @limit`;
  },
  insert: `
INSERT INTO subscriptions (id, version, user_id, plan_name, start_date, end_date, is_active,
  created_at)
VALUES (@id, @version, @user, @plan, @startDate, NULLIF(@endDate, ''), @isActive, @createdAt)`,
  update: `
UPDATE subscriptions SET version = @version, plan_name = @plan, start_date = @startDate,
  end_date = NULLIF(@endDate, ''), is_active = @isActive
WHERE id = @id AND version = @before
RETURNING id`,
  delete: 'DELETE FROM subscriptions WHERE id = @id AND version = @before RETURNING id',
  ofUser: 'DELETE FROM subscriptions WHERE user_id = @id',
};
