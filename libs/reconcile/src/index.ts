export {
  type ComparedSlice,
  type CompareOptions,
  type ComparePosition,
  compare,
} from './compare.js';
export { type Confirmation, type ConfirmOptions, confirmPublished } from './confirm-published.js';
export { type DeadLetterDeps, type DeadLetters, deadLettersOf } from './dead-letters.js';
export { retryLettersOfDeleted } from './letters-of-deleted.js';
export { liveTablesOf, type WrittenTablesDeps, writtenTablesOf } from './live-tables.js';
export type { Difference, LookDeps } from './look.js';
export { type MigrateDeps, type Migrated, migrateAll } from './migrate-all.js';
export { forgetOtherVersions, oldViewText, viewOfOtherVersion } from './old-view.js';
export { type PublishCurrentDeps, publishCurrent } from './publish-current.js';
export { abandonRebuild, pruneGenerations } from './rebuild/clear-away.js';
export { type Rebuilt, rebuild } from './rebuild/rebuild.js';
export {
  type RebuildDeps,
  type RebuildLimits,
  type RebuildProgress,
  RebuildRefused,
  RebuildStuck,
} from './rebuild/rebuild-deps.js';
export { type RollbackOptions, rollback } from './rebuild/rollback.js';
export {
  createReconciler,
  type Reconciler,
  type ReconcilerDeps,
  type ReconcilerMetrics,
} from './reconciler.js';
export { type Repair, type RepairDeps, repair } from './repair.js';
export { subjectCount } from './subject-count.js';
export { type TraceDeps, traceMovie } from './trace-movie.js';
