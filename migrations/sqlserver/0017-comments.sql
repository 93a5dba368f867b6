-- comments
-- question: what was said of this movie, and by this user?
-- key:      id
-- order:    none here: lists are read from the view
-- growth:   a row a comment, with a text of up to 10,000 characters
-- writer:   the command app's transactions; comments go with their movie, and with their user, who need not be known here
CREATE TABLE comments (
  seq        bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_comments PRIMARY KEY CLUSTERED,
  id         nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT uq_comments_id UNIQUE NONCLUSTERED,
  version    bigint NOT NULL
    CONSTRAINT ck_comments_version CHECK (version > 0),
  -- without a cascade: each comment that goes leaves its version behind
  movie_id   nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT fk_comments_movies REFERENCES movies (id),
  user_id    nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  text       nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT ck_comments_text CHECK (text <> N''),
  created_at datetime2(3) NOT NULL
);

CREATE INDEX comments_movie ON comments (movie_id, id);

CREATE INDEX comments_user ON comments (user_id, id);

-- thousands of row locks (a movie with many comments goes) stay row locks
ALTER TABLE comments SET (LOCK_ESCALATION = DISABLE);
