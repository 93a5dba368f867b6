export interface ImportStatements {
  /** @id, @folder, @provider, @role, @origin (JSON; empty: unknown), @bytes, @digest, @now */
  readonly insert: string;
  /** @id → row */
  readonly find: string;
  /** @folder → rows of those that are not at their end, in order */
  readonly unfinished: string;
  /** @id, @before (rows done), @bytesRead, @rows, @accepted, @replaced, @unchanged, @refused, @now → id, of one that is not at its end */
  readonly keep: string;
  /** @rows { id, row, line, faults (JSON) } */
  readonly insertRefusals: string;
  /** @id → row_number, line, faults, in order */
  readonly refusals: string;
  /** @id, @state, @bytesRead, @detail, @now: of one that is not at its end */
  readonly end: string;
  /** @until → id of some that were made up to then, which are gone now */
  readonly prune: string;
}
