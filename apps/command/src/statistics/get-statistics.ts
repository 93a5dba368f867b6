import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ProviderStatistics } from '@marquee/contracts';
import { checkOwner, quantileMs } from '@marquee/domain';
import { callerOf } from '@marquee/service';
import { type CountedOfDay, firstDayOf, type ProviderAmounts } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import { providerParams, secured } from '../command-schemas.js';
import {
  privateHeaders,
  privateResponses,
  queryOf,
  sendPrivately,
} from '../reads/private-answer.js';
import { REFUSED } from './count-refused.js';
import { VISIBLE } from './measure-visible.js';

const schema = {
  operationId: 'getProviderStatistics',
  summary: 'How the deliveries of a provider go',
  description:
    'Movies, ratings and plays as they are now; and of the last thirty days, by day: refused rows, and the time from a change of a ' +
    'movie (by the provider, a folded rating, …) until the view had it, right to a tenth. A provider who has nothing has zeros. For ' +
    'that provider and administrators.',
  tags: ['providers'],
  security: secured,
  params: providerParams,
  querystring: queryOf({}),
  headers: privateHeaders,
  response: privateResponses({ description: 'The statistics.', body: ProviderStatistics }),
};

export const getStatisticsRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (
  app,
  { writeStore, now },
) => {
  const amountsOf = keptForAWhile(now, (provider) => writeStore.statistics.amounts(provider));
  app.get('/providers/:id/statistics', { schema }, async (request, reply) => {
    const providerId = request.params.id.toLowerCase();
    checkOwner({ providerId }, callerOf(request));
    const { at, amounts } = await amountsOf(providerId);
    const counted = await writeStore.statistics.days(providerId, now());
    const days = [...new Set(counted.map(({ day }) => day))].map((day) => {
      return { day, ...summary(counted.filter((one) => one.day === day)) };
    });
    const statistics: ProviderStatistics = {
      ...{ providerId, at: new Date(at).toISOString(), ...amounts },
      ...{ since: firstDayOf(now()), ...summary(counted), days },
    };
    return sendPrivately(reply, statistics);
  });
};

function summary(counted: readonly CountedOfDay[]) {
  const times = new Map<number, number>();
  let [refusedRows, changes] = [0, 0];
  for (const { what, amount } of counted) {
    if (what === REFUSED) refusedRows += amount;
    if (!what.startsWith(VISIBLE)) continue;
    const bucket = Number(what.slice(VISIBLE.length));
    times.set(bucket, (times.get(bucket) ?? 0) + amount);
    changes += amount;
  }
  return { refusedRows, changes, p50Ms: quantileMs(times, 0.5), p99Ms: quantileMs(times, 0.99) };
}

interface Kept {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly amounts: ProviderAmounts;
}

const KEPT_AT_MOST_MS = 60_000;
const KEPT_TIMES = 20;
const MAX_KEPT = 1_000;

/** Of many movies it takes seconds to add them up: all who ask meanwhile, and for some times as long, have the same answer. */
function keptForAWhile(now: () => number, ask: (provider: string) => Promise<ProviderAmounts>) {
  const kept = new Map<string, Promise<Kept>>();
  const askOnce = async (provider: string): Promise<Kept> => {
    const [at, askedAt] = [now(), performance.now()];
    let keptMs = 0;
    try {
      const amounts = await ask(provider);
      keptMs = Math.min(KEPT_AT_MOST_MS, (performance.now() - askedAt) * KEPT_TIMES);
      return { at, amounts };
    } finally {
      setTimeout(() => kept.delete(provider), keptMs).unref();
    }
  };
  return async (provider: string): Promise<Kept> => {
    const known = kept.get(provider);
    if (known !== undefined) return await known;
    const asking = askOnce(provider);
    if (kept.size < MAX_KEPT) kept.set(provider, asking);
    return await asking;
  };
}
