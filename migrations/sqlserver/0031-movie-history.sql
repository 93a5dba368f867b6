-- movie_history
-- question: what was in a movie before each change of its content, and who made the change?
-- key:      movie_id, version (that the change gave the movie)
-- order:    version
-- growth:   a row for each change and deletion, none for movies that are made; goes after a year
-- writer:   the command app's transactions append, the relay's sweep deletes
CREATE TABLE movie_history (
  movie_id       nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  version        bigint NOT NULL,
  -- version of the change that had made the content before; null: there was none, since the movie had been deleted
  before_version bigint NULL,
  -- that content as JSON; null as before_version
  before_content nvarchar(max) NULL,
  -- whose movie it is
  provider_id    nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- of the movie before, or else after; milliseconds since 1970, as below
  added_at       bigint NOT NULL,
  changed_by     nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  changed_at     bigint NOT NULL,
  CONSTRAINT pk_movie_history PRIMARY KEY CLUSTERED (movie_id, version)
);

CREATE INDEX movie_history_changed_at ON movie_history (changed_at);
