export { type RedisOptions, startRedis, type TestRedis } from './start-redis.js';
