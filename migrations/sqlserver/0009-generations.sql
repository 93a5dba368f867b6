-- generations
-- question: to which sets of view tables are changes published?
-- key:      name
-- order:    name
-- growth:   one row for each living generation of the view: one or two
-- writer:   whoever makes a generation, before it is filled
CREATE TABLE generations (
  name               nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_generations PRIMARY KEY CLUSTERED,
  projection_version int NOT NULL
    CONSTRAINT ck_generations_projection_version CHECK (projection_version >= 0)
);
