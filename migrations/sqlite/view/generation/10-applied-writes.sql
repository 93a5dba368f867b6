-- Question: how much of this write is in the view, and where in the change feed?
-- Key: the write.
-- Order: by subject ('movie:<id>', 'actor:<id>', 'totals:<part>').
-- Growth: one row for each movie or actor that a write changed, swept a day after `noted_at` (milliseconds).
-- Writer: the projector, in one transaction with all else of the event.
CREATE TABLE IF NOT EXISTS applied_writes_${generation} (
  write TEXT NOT NULL,
  subject TEXT NOT NULL,
  noted_at INTEGER NOT NULL,
  position INTEGER,
  PRIMARY KEY (write, subject)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS applied_writes_age_${generation}
  ON applied_writes_${generation} (noted_at);
