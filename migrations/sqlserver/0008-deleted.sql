-- deleted_movies
-- question: which version had this deleted movie? (One made anew under the same id must be newer.)
-- key:      id
-- order:    none
-- growth:   one row a deleted movie; gone when it is made anew
-- writer:   the command app's transactions
CREATE TABLE deleted_movies (
  id      nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_deleted_movies PRIMARY KEY CLUSTERED,
  version bigint NOT NULL
    CONSTRAINT ck_deleted_movies_version CHECK (version > 0)
);

-- deleted_actors
-- question: which version had this deleted actor?
-- key:      id
-- order:    none
-- growth:   one row a deleted actor; gone when it is made anew
-- writer:   the command app's transactions
CREATE TABLE deleted_actors (
  id      nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_deleted_actors PRIMARY KEY CLUSTERED,
  version bigint NOT NULL
    CONSTRAINT ck_deleted_actors_version CHECK (version > 0)
);
