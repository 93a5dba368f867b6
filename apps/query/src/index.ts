export { type StreamSlots, streamSlots } from './changes/stream-slots.js';
export { type FollowedView, type FollowViewOptions, followView } from './follow-view.js';
export { measureQuery } from './measure-query.js';
export { type KeepPagesOptions, type KeptMoviePages, keepPages } from './pages/keep-pages.js';
export { takeShortcut } from './pages/take-shortcut.js';
export type { QueryDeps } from './query-deps.js';
export { queryRoutes } from './query-routes.js';
export { openSearch, type SearchOptions } from './search/open-search.js';
export type { SearchReplica } from './search/search-replica.js';
