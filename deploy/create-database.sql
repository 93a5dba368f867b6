-- What an administrator of SQL Server does once: the database, its isolation settings, and a login for Marquee.
-- Safe to repeat. sqlcmd takes $(MSSQL_PASSWORD) from its environment.

IF DB_ID(N'marquee') IS NULL CREATE DATABASE marquee;
GO
IF (SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = N'marquee') = 0
  ALTER DATABASE marquee SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
IF (SELECT snapshot_isolation_state FROM sys.databases WHERE name = N'marquee') = 0
  ALTER DATABASE marquee SET ALLOW_SNAPSHOT_ISOLATION ON;
GO
IF SUSER_ID(N'marquee') IS NULL
  CREATE LOGIN marquee WITH PASSWORD = N'$(MSSQL_PASSWORD)', DEFAULT_DATABASE = marquee;
ELSE
  ALTER LOGIN marquee WITH PASSWORD = N'$(MSSQL_PASSWORD)';
GO
USE marquee;
GO
-- Owner, since migrations make tables.
IF USER_ID(N'marquee') IS NULL CREATE USER marquee FOR LOGIN marquee;
ALTER ROLE db_owner ADD MEMBER marquee;
GO
