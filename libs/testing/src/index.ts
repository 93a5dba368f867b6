export {
  buildAccessKey,
  buildActor,
  buildActorChanged,
  buildActorKeys,
  buildCastEntry,
  buildComment,
  buildCommentChanged,
  buildKeyChanged,
  buildMovie,
  buildMovieChanged,
  buildMovieKeys,
  buildRatingChanged,
  buildSession,
  buildSessionChanged,
  buildSessionDayChanged,
  buildTotalsChanged,
  buildUserRating,
  idOf,
  TEST_NOW,
  versionAt,
} from './builders.js';
export { type CheckedAnswer, type CheckedDocument, checkAnswer } from './check-answer.js';
export { type FixedClock, fixedClock } from './fixed-clock.js';
export { freePort } from './free-port.js';
export { type ReferenceView, type RowMutation, referenceView } from './reference-view.js';
export { type SeededRandom, seededRandom } from './seeded-random.js';
export { doWithout, missing, skipWithout, type TestService } from './skip-without.js';
export {
  type CassandraOptions,
  startCassandra,
  startCassandraCluster,
  type TestCassandra,
  type TestCluster,
} from './start-cassandra.js';
export {
  type MarqueeApp,
  type MarqueeProcess,
  startMarquee,
  workspaceRoot,
} from './start-marquee.js';
export {
  type Answering,
  type ReceivedRequest,
  startReceiver,
  type TestReceiver,
} from './start-receiver.js';
export { type RedisOptions, startRedis, type TestRedis } from './start-redis.js';
export { startTcpProxy, type TcpProxy } from './tcp-proxy.js';
