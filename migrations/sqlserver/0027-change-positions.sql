-- outbox
-- question: which place has a change in the order in which all of them were committed?
-- key:      position: given by a relay to rows that it finds committed; `seq` is taken before the commit, and is no such order
-- order:    position, dense from 1, and each number for one row alone, also when that is gone
-- growth:   as before
-- writer:   the relay, before it claims
ALTER TABLE outbox ADD position bigint NULL;

-- in batches of their own, which are compiled when the column is there; what is confirmed is past
EXEC (N'UPDATE outbox SET position = seq WHERE state = N''confirmed''');

EXEC (N'CREATE UNIQUE INDEX outbox_position ON outbox (position) WHERE position IS NOT NULL');

EXEC (N'CREATE INDEX outbox_unplaced ON outbox (seq) WHERE position IS NULL');

-- change_positions
-- question: which position was given last?
-- key:      part: one row, 1
-- order:    none
-- growth:   none
-- writer:   the relay, which locks the row while it gives positions
CREATE TABLE change_positions (
  part int NOT NULL CONSTRAINT pk_change_positions PRIMARY KEY CLUSTERED,
  last bigint NOT NULL
);

EXEC (N'INSERT INTO change_positions (part, last) SELECT 1, COALESCE(MAX(seq), 0) FROM outbox');
