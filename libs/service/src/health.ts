/** `/health/live` and `/health/ready`: 200 or 503, with each check by name. */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { problemResponses } from './problem-responses.js';

/** Resolves when what it stands for works, else throws. */
export type Check = () => Promise<void>;

export interface HealthChecks {
  /** Fails when only a restart helps. */
  readonly live: Readonly<Record<string, Check>>;
  /** Fails when no traffic should come now. */
  readonly ready: Readonly<Record<string, Check>>;
}

const checkTimeoutMs = 2_000;

const Health = Type.Object({
  status: Type.String({ enum: ['ok', 'failing'] }),
  checks: Type.Record(Type.String(), Type.String()),
});

const answer = (description: string, example: Static<typeof Health>) => ({
  description,
  content: { 'application/json': { schema: Health, example } },
});

export function healthRoutes(app: FastifyInstance, checks: HealthChecks): void {
  for (const kind of ['live', 'ready'] as const) {
    const schema = {
      tags: ['health'],
      security: [], // open even where reads are not
      operationId: `health-${kind}`,
      summary: kind === 'live' ? 'Is the process alive?' : 'Can the process serve?',
      response: {
        200: answer('Everything works.', { status: 'ok', checks: { 'write-store': 'ok' } }),
        503: answer('Something does not.', {
          status: 'failing',
          checks: { 'write-store': 'failing' },
        }),
        ...problemResponses('invalid-input', 'headers-too-large'),
      },
    };
    app.get(`/health/${kind}`, { schema }, async (request, reply) => {
      const results = await runChecks(checks[kind], request.log);
      const ok = Object.values(results).every((result) => result === 'ok');
      reply.code(ok ? 200 : 503).header('cache-control', 'no-store');
      return { status: ok ? 'ok' : 'failing', checks: results };
    });
  }
}

/** By name, in bounded time. */
export async function runChecks(
  checks: Readonly<Record<string, Check>>,
  log: Pick<FastifyBaseLogger, 'child'>,
): Promise<Record<string, Outcome>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      return [name, await outcomeOf(check, log.child({ check: name }))] as const;
    }),
  );
  return Object.fromEntries(results);
}

type Outcome = 'ok' | 'failing' | 'no answer';

/** Says no more than that it fails: the log has the reason. */
async function outcomeOf(check: Check, log: FastifyBaseLogger): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome>((done) => {
    timer = setTimeout(() => done('no answer'), checkTimeoutMs);
  });
  const outcome = check().then(
    (): Outcome => 'ok',
    (error: unknown): Outcome => {
      log.warn({ err: error }, 'a health check fails');
      return 'failing';
    },
  );
  return await Promise.race([outcome, timeout]).finally(() => clearTimeout(timer));
}
