export { type AccessKey, type Role, roles, type Scope, scopes } from './access-key.js';
export {
  Actor,
  ActorInput,
  ActorPatch,
  ActorRecord,
  ActorReplacement,
  type Gender,
  genders,
} from './actor.js';
export {
  DeadLetterDetail,
  DeadLetterList,
  DeadLetterSummary,
  GenerationChoice,
  LetterOutcome,
  LetterSelection,
  MovieTrace,
  ProjectorStatus,
} from './admin.js';
export { BatchResult, BatchResults, MovieBatch } from './batch.js';
export {
  type ActorChanged,
  type ActorKeys,
  type ChangeEvent,
  type ChangeJob,
  type ChangePosition,
  type CoveredWrite,
  type GoneRow,
  type Heartbeat,
  type KeyChanged,
  MAX_EVENT_AGE_MS,
  MAX_ORIGINS,
  type MovieChanged,
  type MovieKeys,
  type Origin,
  type RowsGone,
  type TotalsChanged,
} from './event.js';
export type { Generation, Position, SplitPoints } from './generation.js';
export {
  CastEntry,
  Movie,
  MovieInput,
  MoviePatch,
  MovieReplacement,
  MovieSummary,
  PartInput,
  Rating,
  Stars,
} from './movie.js';
export { type MovieSort, movieSorts, NamedCount, Page, pageOf } from './page.js';
export {
  Fault,
  Problem,
  type ProblemCode,
  problems,
  Rejected,
  StoreUnavailable,
} from './problem.js';
export { date, instant, nullable, text, uuid } from './schema.js';
export type { Touched, TouchedPlace } from './touched.js';
