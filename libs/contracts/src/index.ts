export {
  type AccessKey,
  isOfUser,
  NO_SECRET,
  type Role,
  roles,
  type Scope,
  scopes,
} from './access-key.js';
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
export { Change, ChangePage } from './change.js';
export { Comment, CommentInput, type CommentKeys } from './comment.js';
export { countries, isCountry } from './countries.js';
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
  type Ranks,
  type RowsGone,
  type TotalsChanged,
  unranked,
} from './event.js';
export type { FeedPlace } from './feed-place.js';
export type { Generation, Position, SplitPoints } from './generation.js';
export { MovieVersion, PastChange } from './history.js';
export {
  Import,
  type ImportFault,
  type ImportReason,
  MAX_IMPORT_REASONS,
} from './import.js';
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
export { PlayCount, PlayRecorded, PlayStarted } from './play.js';
export {
  Fault,
  Problem,
  type ProblemCode,
  problems,
  Rejected,
  StoreUnavailable,
} from './problem.js';
export {
  type RecordChange,
  type RecordChanged,
  type RecordDocuments,
  type RecordKeys,
  type RecordType,
  recordTypes,
} from './record.js';
export { date, idsIn, instant, nullable, text, uuid, uuidList } from './schema.js';
export {
  CompletedSession,
  country,
  dayAt,
  dayOf,
  SESSION_AHEAD_MS,
  SESSION_KEPT_MS,
  type Session,
  type SessionDay,
  SessionEvent,
  SessionEvents,
  type SessionKeys,
  StartedSession,
  sessionDayEnd,
  sessionDayIdOf,
  sessionIdOf,
  TakenEvents,
} from './session.js';
export { ProviderStatistics } from './statistics.js';
export {
  type OutboxKind,
  outboxKinds,
  perSubjectKind,
  type Subject,
  type SubjectKind,
  type Subjects,
  subjectKinds,
} from './subject.js';
export {
  Subscription,
  SubscriptionInput,
  SubscriptionPatch,
  SubscriptionReplacement,
} from './subscription.js';
export type { Touched, TouchedPlace } from './touched.js';
export {
  emailKeyOf,
  MAX_EMAIL_LENGTH,
  MAX_PASSWORD_LENGTH,
  User,
  UserInput,
  UserPatch,
  UserProfile,
  UserReplacement,
} from './user.js';
export { GOOD_HALF_STARS, ratingIdOf, UserRating, type UserRatingKeys } from './user-rating.js';
export {
  deliveryOutcomes,
  NewWebhook,
  Webhook,
  WebhookDelivery,
  WebhookInput,
  WebhookReplay,
} from './webhook.js';
