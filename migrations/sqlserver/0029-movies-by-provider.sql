-- movies, actors
-- question: which ones has a provider made?
-- key:      as before
-- order:    provider, then id
-- growth:   an entry for each
-- writer:   as before
CREATE INDEX movies_provider ON movies (provider_id, id);

CREATE INDEX actors_provider ON actors (provider_id, id);
