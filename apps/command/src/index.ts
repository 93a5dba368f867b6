export { saveActorBatch } from './actors/save-actor-batch.js';
export { adminRoutes } from './admin/admin-routes.js';
export type { CommandDeps } from './command-deps.js';
export { commandRoutes } from './command-routes.js';
export { changesAfter } from './export/changes-after.js';
export { type ExportSums, exportBytes } from './export/export-bytes.js';
export {
  type ExportKind,
  type ExportSelection,
  movieRow,
} from './export/export-rows.js';
export { type Imports, type ImportsOptions, openImports } from './imports/open-imports.js';
export { type SavedBatch, saveMovieBatch } from './movies/save-movie-batch.js';
export type { BatchOptions, SavedRow } from './movies/store-batch-rows.js';
export { newId, newWrite } from './new-ids.js';
export { saveRatingBatch } from './ratings/save-rating-batch.js';
export { measureRelay, type RelayMetrics } from './relay/measure-relay.js';
export { type Relay, type RelayDeps, startRelay } from './relay/start-relay.js';
export { type MeasureVisibleDeps, measureVisible } from './statistics/measure-visible.js';
export { createPasswords, type Passwords } from './users/passwords.js';
export { measureWebhooks, type WebhookMetrics } from './webhooks/measure-webhooks.js';
export {
  startWebhooks,
  type WebhookDeliverer,
  type WebhooksDeps,
} from './webhooks/start-webhooks.js';
