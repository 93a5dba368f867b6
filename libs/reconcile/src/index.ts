export {
  type ComparedSlice,
  type CompareOptions,
  type ComparePosition,
  compare,
} from './compare.js';
export { type Confirmation, type ConfirmOptions, confirmPublished } from './confirm-published.js';
export { type DeadLetterDeps, type DeadLetters, deadLettersOf } from './dead-letters.js';
export { liveTablesOf } from './live-tables.js';
export type { Difference, LookDeps } from './look.js';
export { type MigrateDeps, type Migrated, migrateAll } from './migrate-all.js';
export { type PublishCurrentDeps, publishCurrent } from './publish-current.js';
export {
  createReconciler,
  type Reconciler,
  type ReconcilerDeps,
  type ReconcilerMetrics,
} from './reconciler.js';
export { type Repair, type RepairDeps, repair } from './repair.js';
export { type TraceDeps, traceMovie } from './trace-movie.js';
