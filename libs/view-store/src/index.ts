export {
  type ActorRow,
  type MovieRow,
  type SliceQuery,
  type StoredGeneration,
  type StoredJson,
  type ViewStore,
  ViewStoreNotReady,
  ViewStoreUnavailable,
  type ViewTables,
} from './view-store.js';
