-- comments
-- question: what was said of this movie, and by this user?
-- key:      id
-- order:    none here: lists are read from the view
-- growth:   a row a comment, with a text of up to 10,000 characters
-- writer:   the command app's transactions; comments go with their movie, and with their user, who need not be known here
CREATE TABLE comments (
  id         TEXT NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL CHECK (version > 0),
  -- without a cascade: each comment that goes leaves its version behind
  movie_id   TEXT NOT NULL CONSTRAINT fk_comments_movies REFERENCES movies (id),
  user_id    TEXT NOT NULL,
  text       TEXT NOT NULL CHECK (text <> ''),
  created_at TEXT NOT NULL
) STRICT;

CREATE INDEX comments_movie ON comments (movie_id, id);

CREATE INDEX comments_user ON comments (user_id, id);
