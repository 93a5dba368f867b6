export { freePort } from './free-port.js';
export { type CassandraOptions, startCassandra, type TestCassandra } from './start-cassandra.js';
export {
  type MarqueeApp,
  type MarqueeProcess,
  startMarquee,
  workspaceRoot,
} from './start-marquee.js';
export { type RedisOptions, startRedis, type TestRedis } from './start-redis.js';
