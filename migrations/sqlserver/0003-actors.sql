-- actors
-- question: who is this actor, and which actor has this name or identifier?
-- key:      id; also tmdb_id and imdb_id where there is one, and the name of those made by name alone
-- order:    seq, the order of making: the oldest actor of a name is the one that a name stands for
-- growth:   one row an actor
-- writer:   the command app's transactions
CREATE TABLE actors (
  seq          bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_actors PRIMARY KEY CLUSTERED,
  id           nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_actors_id UNIQUE NONCLUSTERED,
  version      bigint NOT NULL
    CONSTRAINT ck_actors_version CHECK (version > 0),
  provider_id  nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  name         nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_actors_name CHECK (name <> N''),
  birth_date   date NULL,
  death_date   date NULL,
  gender       nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_actors_gender CHECK (gender IN (N'female', N'male', N'nonBinary', N'unknown')),
  biography    nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
  tmdb_id      bigint NULL
    CONSTRAINT ck_actors_tmdb_id CHECK (tmdb_id >= 1),
  imdb_id      nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
  made_by_name bit NOT NULL
);

CREATE UNIQUE INDEX actors_tmdb_id ON actors (tmdb_id) WHERE tmdb_id IS NOT NULL;

CREATE UNIQUE INDEX actors_imdb_id ON actors (imdb_id) WHERE imdb_id IS NOT NULL;

CREATE UNIQUE INDEX actors_made_by_name ON actors (name) WHERE made_by_name = 1;

CREATE INDEX actors_name ON actors (name, seq);
