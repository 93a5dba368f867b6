-- total_deltas
-- question: which writes changed the size of a selection and are not in the totals yet?
-- key:      seq
-- order:    seq
-- growth:   one row a transaction, taken away by the fold: near empty
-- writer:   the command app's transactions append, the fold deletes
CREATE TABLE total_deltas (
  seq        bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_total_deltas PRIMARY KEY CLUSTERED,
  -- the covered write as JSON: { write, subject }
  covers     nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- selection to +n or -n, as JSON
  deltas     nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- milliseconds since 1970
  created_at bigint NOT NULL
);

-- totals
-- question: how many movies (or actors) has this selection?
-- key:      selection: all, genre:Drama, tag:noir, year:1999, provider:<id>, actor:<id>, actors
-- order:    none
-- growth:   one row for each selection that ever had a movie; those at 0 stay, for their versions
-- writer:   the fold
CREATE TABLE totals (
  selection nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_totals PRIMARY KEY CLUSTERED,
  count     bigint NOT NULL,
  version   bigint NOT NULL
    CONSTRAINT ck_totals_version CHECK (version > 0)
);
