export { followLiveGeneration, type LiveGeneration } from './live-generation.js';
export type { QueryDeps } from './query-deps.js';
export { queryRoutes } from './query-routes.js';
export { type ViewLag, watchViewLag } from './view-lag.js';
