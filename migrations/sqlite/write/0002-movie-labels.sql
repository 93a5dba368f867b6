-- movie_genres
-- question: which genres has this movie?
-- key:      movie and name
-- order:    position, as the caller gave them
-- growth:   a few rows a movie
-- writer:   the command app's transactions
CREATE TABLE movie_genres (
  movie_id TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  position INTEGER NOT NULL CHECK (position >= 0),
  PRIMARY KEY (movie_id, name)
) STRICT, WITHOUT ROWID;

-- movie_tags
-- question: which tags has this movie?
-- key:      movie and name
-- order:    position, as the caller gave them
-- growth:   a few rows a movie
-- writer:   the command app's transactions
CREATE TABLE movie_tags (
  movie_id TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  position INTEGER NOT NULL CHECK (position >= 0),
  PRIMARY KEY (movie_id, name)
) STRICT, WITHOUT ROWID;

-- movie_directors
-- question: which directors has this movie?
-- key:      movie and name
-- order:    position, as the caller gave them
-- growth:   a few rows a movie
-- writer:   the command app's transactions
CREATE TABLE movie_directors (
  movie_id TEXT NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  position INTEGER NOT NULL CHECK (position >= 0),
  PRIMARY KEY (movie_id, name)
) STRICT, WITHOUT ROWID;

