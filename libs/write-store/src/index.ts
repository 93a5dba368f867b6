export type { AccessKeys, KeyRotation, KnownAccessKey } from './access-keys.js';
export type { MovieHistory, PastChange, PastContent } from './history/movie-history.js';
export {
  IMPORT_KEPT_MS,
  type ImportProgress,
  type ImportRefusal,
  type Imports,
  type NewImport,
  type StoredImport,
} from './imports/imports.js';
export { openWriteStore, type WriteStoreOptions } from './open-write-store.js';
export type {
  ClaimedRow,
  FoldResult,
  Folds,
  Hydrated,
  Outbox,
  OutboxSizes,
  PublishedRow,
} from './outbox-port.js';
export {
  type CountedOfDay,
  type CountedOfProvider,
  firstDayOf,
  type ProviderAmounts,
  type Statistics,
} from './statistics/statistics.js';
export type { SubscriptionSelection, Subscriptions } from './subscriptions.js';
export type { Renewal, Survey } from './survey.js';
export type { TaskLease, Tasks } from './tasks.js';
export type { KnownUser, PageOptions, Placed, Users } from './users.js';
export type { DeliveryAttempt, Webhooks } from './webhooks/webhooks.js';
export {
  type ActorChange,
  type ActorRef,
  type GivenRating,
  type IdempotencyKey,
  type MovieChange,
  type MovieIdentifiers,
  type NamedMovie,
  type PoolUse,
  type ResolvedActor,
  type SavedRating,
  type SubscriptionChange,
  type UserChange,
  type WebhookChange,
  type WriteOptions,
  type WriteStore,
  WriteStoreNotReady,
  WriteStoreUnavailable,
  type WriteTransaction,
  type Written,
  type WrittenMovie,
} from './write-store.js';
