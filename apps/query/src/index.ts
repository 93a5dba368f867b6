export { type FollowedView, type FollowViewOptions, followView } from './follow-view.js';
export { measureQuery } from './measure-query.js';
export type { QueryDeps } from './query-deps.js';
export { queryRoutes } from './query-routes.js';
