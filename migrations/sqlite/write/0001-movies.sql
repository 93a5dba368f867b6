-- movies
-- question: what is this movie now, and which movie has this identifier?
-- key:      id; also tmdb_id and imdb_id where there is one
-- order:    none
-- growth:   one row a movie
-- writer:   the command app's transactions, and the fold of ratings (rating_count, half_stars)
CREATE TABLE movies (
  seq             INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  -- Unix time in microseconds, or one more than before
  version         INTEGER NOT NULL CHECK (version > 0),
  -- the version of the last change that a caller made to the movie itself
  edited_version  INTEGER NOT NULL CHECK (edited_version > 0 AND edited_version <= version),
  provider_id     TEXT NOT NULL,
  title           TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
  original_title  TEXT CHECK (length(original_title) <= 500),
  synopsis        TEXT CHECK (length(synopsis) <= 10000),
  tagline         TEXT CHECK (length(tagline) <= 500),
  release_date    TEXT CHECK (release_date IS date(release_date)),
  year            INTEGER CHECK (year BETWEEN 1870 AND 2200),
  runtime_minutes INTEGER CHECK (runtime_minutes BETWEEN 1 AND 6000),
  language        TEXT,
  poster_url      TEXT CHECK (length(poster_url) <= 2048),
  tmdb_id         INTEGER CHECK (tmdb_id >= 1),
  imdb_id         TEXT,
  wikipedia_title TEXT CHECK (length(wikipedia_title) <= 500),
  rating_count    INTEGER NOT NULL CHECK (rating_count >= 0),
  -- the sum of all stars, in halves
  half_stars      INTEGER NOT NULL CHECK (half_stars BETWEEN rating_count AND 10 * rating_count),
  added_at        TEXT NOT NULL CHECK (length(added_at) = 24),
  updated_at      TEXT NOT NULL CHECK (length(updated_at) = 24),
  -- when rating deltas were last folded in, in milliseconds since 1970
  last_folded_at  INTEGER
) STRICT;

CREATE UNIQUE INDEX movies_tmdb_id ON movies (tmdb_id) WHERE tmdb_id IS NOT NULL;

CREATE UNIQUE INDEX movies_imdb_id ON movies (imdb_id) WHERE imdb_id IS NOT NULL;
