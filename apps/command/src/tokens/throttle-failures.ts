import { Rejected } from '@marquee/contracts';
import type { Limiter } from '@marquee/limits';
import { addressKey, tellAllowance } from '@marquee/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Attempt {
  readonly account: string;
  readonly request: Pick<FastifyRequest, 'ip'>;
  readonly reply: FastifyReply;
}

/**
 * Failures are counted by account and address: so nobody can lock another out from elsewhere. Whoever has used up the tries is refused
 * before anything is looked up or computed.
 * @throws {Rejected} `rate-limited`
 */
export async function throttleFailures<T>(
  limiter: Limiter | null,
  { account, request, reply }: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  if (limiter === null) return await work();
  const place = `${account.slice(0, 100)}|${addressKey(request.ip)}`;
  const before = await limiter.look(place);
  if (!before.allowed) tellAllowance(reply, limiter.limit, before);
  try {
    return await work();
  } catch (error) {
    if (error instanceof Rejected && error.code === 'invalid-credentials') {
      tellAllowance(reply, limiter.limit, await limiter.take(place));
    }
    throw error;
  }
}
