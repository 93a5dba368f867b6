-- movies
-- question: what is this movie now, and which movie has this identifier?
-- key:      id; also tmdb_id and imdb_id where there is one
-- order:    none
-- growth:   one row a movie
-- writer:   the command app's transactions, and the fold of ratings (rating_count, half_stars)
CREATE TABLE movies (
  seq             bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_movies PRIMARY KEY CLUSTERED,
  id              nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_movies_id UNIQUE NONCLUSTERED,
  -- Unix time in microseconds, or one more than before
  version         bigint NOT NULL
    CONSTRAINT ck_movies_version CHECK (version > 0),
  -- the version of the last change that a caller made to the movie itself
  edited_version  bigint NOT NULL
    CONSTRAINT ck_movies_edited_version CHECK (edited_version > 0 AND edited_version <= version),
  provider_id     nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  title           nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_movies_title CHECK (title <> N''),
  original_title  nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
  synopsis        nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
  tagline         nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
  release_date    date NULL,
  year            smallint NULL
    CONSTRAINT ck_movies_year CHECK (year BETWEEN 1870 AND 2200),
  runtime_minutes int NULL
    CONSTRAINT ck_movies_runtime_minutes CHECK (runtime_minutes BETWEEN 1 AND 6000),
  language        nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
  poster_url      nvarchar(2048) COLLATE Latin1_General_100_BIN2 NULL,
  tmdb_id         bigint NULL
    CONSTRAINT ck_movies_tmdb_id CHECK (tmdb_id >= 1),
  imdb_id         nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
  wikipedia_title nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
  rating_count    int NOT NULL
    CONSTRAINT ck_movies_rating_count CHECK (rating_count >= 0),
  -- the sum of all stars, in halves
  half_stars      bigint NOT NULL
    CONSTRAINT ck_movies_half_stars CHECK (half_stars BETWEEN rating_count AND 10 * rating_count),
  added_at        datetime2(3) NOT NULL,
  updated_at      datetime2(3) NOT NULL,
  -- when rating deltas were last folded in, in milliseconds since 1970
  last_folded_at  bigint NULL
);

-- thousands of row locks (a rename of a busy actor, a deletion) stay row locks
ALTER TABLE movies SET (LOCK_ESCALATION = DISABLE);

CREATE UNIQUE INDEX movies_tmdb_id ON movies (tmdb_id) WHERE tmdb_id IS NOT NULL;

CREATE UNIQUE INDEX movies_imdb_id ON movies (imdb_id) WHERE imdb_id IS NOT NULL;
