export { actorAsRead, movieAsRead, ratingAsRead } from './as-read.js';
export {
  checkAuthor,
  checkOwner,
  checkProvider,
  checkSelf,
  type Writer,
} from './check-owner.js';
export {
  type ActorContent,
  decideCreateActor,
  decidePatchActor,
  decideReplaceActor,
  normaliseActor,
} from './decide-actor.js';
export {
  type BatchContext,
  type BatchDecision,
  type BatchRow,
  type DecidedRow,
  decideBatch,
  type RefusedRow,
} from './decide-batch.js';
export {
  decideCreate,
  decideLink,
  decidePatch,
  decideReplace,
  decideUnlink,
} from './decide-movie.js';
export {
  decideCreateSubscription,
  decidePatchSubscription,
  decideReplaceSubscription,
  type SubscriptionState,
  subscriptionAsRead,
} from './decide-subscription.js';
export {
  decideCreateUser,
  decidePatchUser,
  decideReplaceUser,
  endsTokens,
  profileOf,
  type UserEdit,
  type UserState,
  userAsRead,
} from './decide-user.js';
export {
  type DeliveryState,
  decideCreateWebhook,
  decideReplayWebhook,
  lagOf,
  type WebhookState,
} from './decide-webhook.js';
export { checkGuard, type Guard } from './guard.js';
export type { ActorState, MovieContent, MovieState, Part } from './movie-state.js';
export {
  type CastRef,
  castRefs,
  type MovieFields,
  normaliseCast,
  normaliseMovie,
  sortedParts,
} from './normalise-movie.js';
export { rankedPlays, ranksOf, sameRanks } from './ranks.js';
export {
  keptOfSession,
  mergeSessions,
  type SessionState,
  sessionEventFaults,
  sessionExpiry,
  type ToldSessions,
  tellSessions,
} from './sessions.js';
export { uuidV7 } from './uuid-v7.js';
export { bucketOfMs, quantileMs } from './visible-times.js';
