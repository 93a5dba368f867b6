export { type Confirmation, type ConfirmOptions, confirmPublished } from './confirm-published.js';
export { liveTablesOf } from './live-tables.js';
export { type MigrateDeps, type Migrated, migrateAll } from './migrate-all.js';
export { type PublishCurrentDeps, publishCurrent } from './publish-current.js';
