-- tasks
-- question: which process does this task, of which there must be one, and how far has it come?
-- key:      name
-- order:    none
-- growth:   one row a kind of task: reconcile, rebuild
-- writer:   whoever holds the task
CREATE TABLE tasks (
  name       nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_tasks PRIMARY KEY CLUSTERED,
  holder     nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
  -- until when it is the holder's; milliseconds since 1970
  held_until bigint NOT NULL,
  -- JSON, the task's own
  progress   nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL
);
