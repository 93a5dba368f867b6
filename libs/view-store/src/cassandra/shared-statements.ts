/** The CQL that runs against what all generations share. */
export function sharedStatements(keyspace: string) {
  return {
    generations: `SELECT name, live, projection_version, splits FROM ${keyspace}.generations WHERE part = 'all'`,
    register: `INSERT INTO ${keyspace}.generations (part, name, projection_version, splits, created_at) VALUES ('all', ?, ?, ?, ?) IF NOT EXISTS`,
    switchTo: `UPDATE ${keyspace}.generations SET live = ?, switched_at = ? WHERE part = 'all' AND name = ? IF projection_version >= 0`,
    unregister: `DELETE FROM ${keyspace}.generations WHERE part = 'all' AND name = ? IF EXISTS`,
    ping: 'SELECT release_version FROM system.local',
  } as const;
}
