-- tasks
-- question: which process does this task, of which there must be one, and how far has it come?
-- key:      name
-- order:    none
-- growth:   one row a kind of task: reconcile, rebuild
-- writer:   whoever holds the task
CREATE TABLE tasks (
  name       TEXT NOT NULL PRIMARY KEY,
  holder     TEXT NOT NULL,
  -- until when it is the holder's; milliseconds since 1970
  held_until INTEGER NOT NULL,
  -- JSON, the task's own
  progress   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
