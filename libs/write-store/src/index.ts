export type { AccessKeys, KnownAccessKey } from './access-keys.js';
export { openWriteStore, type WriteStoreOptions } from './open-write-store.js';
export type { Renewal, SubjectKind, Survey } from './survey.js';
export type { TaskLease, Tasks } from './tasks.js';
export {
  type ActorChange,
  type ActorRef,
  type ClaimedRow,
  type FoldResult,
  type Folds,
  type Hydrated,
  type IdempotencyKey,
  type MovieChange,
  type MovieIdentifiers,
  type Outbox,
  type OutboxSizes,
  type PoolUse,
  type PublishedRow,
  type ResolvedActor,
  type Subjects,
  type WriteOptions,
  type WriteStore,
  WriteStoreNotReady,
  WriteStoreUnavailable,
  type WriteTransaction,
  type Written,
  type WrittenMovie,
} from './write-store.js';
