export { freePort } from './free-port.js';
export {
  type MarqueeApp,
  type MarqueeProcess,
  startMarquee,
  workspaceRoot,
} from './start-marquee.js';
export { type RedisOptions, startRedis, type TestRedis } from './start-redis.js';
