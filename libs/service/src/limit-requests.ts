/** How often a caller may ask: 429 beyond it, and headers that say where the caller stands. */
import { Rejected } from '@marquee/contracts';
import type { Allowance, Limit, Limiter } from '@marquee/limits';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An `onRequest` hook, after the one that finds out who calls. */
export function limitRequests(limiter: Limiter) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    tellAllowance(reply, limiter.limit, await limiter.take(callerKey(request)));
  };
}

/** Headers as in draft-ietf-httpapi-ratelimit-headers. @throws {Rejected} `rate-limited` for what is not allowed */
export function tellAllowance(
  reply: FastifyReply,
  { name, points, seconds }: Limit,
  { allowed, remaining, resetMs }: Allowance,
): void {
  const resetSeconds = Math.max(1, Math.ceil(resetMs / 1_000));
  reply.header('ratelimit-policy', `"${name}";q=${points};w=${seconds}`);
  reply.header('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`);
  if (allowed) return;
  reply.header('retry-after', resetSeconds);
  throw new Rejected('rate-limited');
}

/** Like `limitRequests`, for what changes something. */
export function limitWrites(limiter: Limiter) {
  const limit = limitRequests(limiter);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') await limit(request, reply);
  };
}

const callerKey = ({ caller, ip }: FastifyRequest) => caller?.key ?? caller?.id ?? addressKey(ip);

/** Who has one IPv6 address has 2^64 of them. */
export function addressKey(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip.replace('::ffff:', '');
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return `${groups.slice(0, 4).join(':')}::/64`;
}
