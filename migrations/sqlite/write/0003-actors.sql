-- actors
-- question: who is this actor, and which actor has this name or identifier?
-- key:      id; also tmdb_id and imdb_id where there is one, and the name of those made by name alone
-- order:    seq, the order of making: the oldest actor of a name is the one that a name stands for
-- growth:   one row an actor
-- writer:   the command app's transactions
CREATE TABLE actors (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  version      INTEGER NOT NULL CHECK (version > 0),
  provider_id  TEXT NOT NULL,
  name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
  birth_date   TEXT CHECK (birth_date IS date(birth_date)),
  death_date   TEXT CHECK (death_date IS date(death_date)),
  gender       TEXT NOT NULL CHECK (gender IN ('female', 'male', 'nonBinary', 'unknown')),
  biography    TEXT CHECK (length(biography) <= 10000),
  tmdb_id      INTEGER CHECK (tmdb_id >= 1),
  imdb_id      TEXT,
  made_by_name INTEGER NOT NULL CHECK (made_by_name IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX actors_tmdb_id ON actors (tmdb_id) WHERE tmdb_id IS NOT NULL;

CREATE UNIQUE INDEX actors_imdb_id ON actors (imdb_id) WHERE imdb_id IS NOT NULL;

CREATE UNIQUE INDEX actors_made_by_name ON actors (name) WHERE made_by_name = 1;

CREATE INDEX actors_name ON actors (name, seq);
