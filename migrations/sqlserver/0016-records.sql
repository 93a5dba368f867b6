-- outbox
-- question: which changes of anything must still be published? (Any kind: the list of them would have to be made anew with each.)
-- key:      as before
-- order:    as before
-- growth:   as before; of a record its changes that the view does not have yet, and its earlier keys
-- writer:   as before
ALTER TABLE outbox DROP CONSTRAINT ck_outbox_kind;

-- 'movie', 'actor', 'totals', 'key', or the type of a record
ALTER TABLE outbox ALTER COLUMN kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL;

-- id of the movie, actor, key or record; of totals the id of the fold
ALTER TABLE outbox ALTER COLUMN subject nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL;

ALTER TABLE outbox ADD CONSTRAINT ck_outbox_kind CHECK (kind <> N'');

-- deleted_records
-- question: which version had this deleted record? (One made anew under the same id must be newer.)
-- key:      type, id
-- order:    none
-- growth:   one row a deleted record; gone when it is made anew
-- writer:   the command app's transactions
CREATE TABLE deleted_records (
  type    nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  id      nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  version bigint NOT NULL
    CONSTRAINT ck_deleted_records_version CHECK (version > 0),
  CONSTRAINT pk_deleted_records PRIMARY KEY CLUSTERED (type, id)
);
