-- movie_genres
-- question: which genres has this movie?
-- key:      movie and name
-- order:    position, as the caller gave them
-- growth:   a few rows a movie
-- writer:   the command app's transactions
CREATE TABLE movie_genres (
  movie_id nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_movie_genres_movies REFERENCES movies (id) ON DELETE CASCADE,
  name     nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_movie_genres_name CHECK (name <> N''),
  position int NOT NULL
    CONSTRAINT ck_movie_genres_position CHECK (position >= 0),
  CONSTRAINT pk_movie_genres PRIMARY KEY CLUSTERED (movie_id, name)
);

-- movie_tags
-- question: which tags has this movie?
-- key:      movie and name
-- order:    position, as the caller gave them
-- growth:   a few rows a movie
-- writer:   the command app's transactions
CREATE TABLE movie_tags (
  movie_id nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_movie_tags_movies REFERENCES movies (id) ON DELETE CASCADE,
  name     nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_movie_tags_name CHECK (name <> N''),
  position int NOT NULL
    CONSTRAINT ck_movie_tags_position CHECK (position >= 0),
  CONSTRAINT pk_movie_tags PRIMARY KEY CLUSTERED (movie_id, name)
);

-- movie_directors
-- question: which directors has this movie?
-- key:      movie and name
-- order:    position, as the caller gave them
-- growth:   a few rows a movie
-- writer:   the command app's transactions
CREATE TABLE movie_directors (
  movie_id nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_movie_directors_movies REFERENCES movies (id) ON DELETE CASCADE,
  name     nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_movie_directors_name CHECK (name <> N''),
  position int NOT NULL
    CONSTRAINT ck_movie_directors_position CHECK (position >= 0),
  CONSTRAINT pk_movie_directors PRIMARY KEY CLUSTERED (movie_id, name)
);

