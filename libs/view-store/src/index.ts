export { openViewStore } from './open-view-store.js';
export {
  type ActorRow,
  type MovieRow,
  type SliceQuery,
  type StoredGeneration,
  type StoredJson,
  type ViewStore,
  ViewStoreNotReady,
  type ViewStoreOptions,
  ViewStoreUnavailable,
  type ViewTables,
} from './view-store.js';
