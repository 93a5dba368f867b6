/**
 * Table hints: what others have locked is passed over. Where reads see snapshots (READ_COMMITTED_SNAPSHOT), READPAST asks for
 * READCOMMITTEDLOCK beside it: https://learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-table.
 */
export const pastLocked = 'READPAST, ROWLOCK, READCOMMITTEDLOCK';
