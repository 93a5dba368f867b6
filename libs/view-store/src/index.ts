export type { ChangeFeed, FeedChange, FeedState } from './change-feed.js';
export { followLiveGeneration, type LiveGeneration } from './live-generation.js';
export { openViewStore } from './open-view-store.js';
export {
  type ListRow,
  type MovieRow,
  type Scanned,
  type ScannedRow,
  type ScanOptions,
  type SliceQuery,
  type StoredGeneration,
  type StoredJson,
  type StoredRow,
  upToDateAt,
  type ViewHeartbeat,
  type ViewStore,
  ViewStoreNotReady,
  type ViewStoreOptions,
  ViewStoreUnavailable,
  type ViewTables,
} from './view-store.js';
