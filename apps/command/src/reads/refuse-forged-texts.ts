/** Texts that were not sealed here. Named together with all other faults of a request, which its schema finds before any handler runs. */
import { type Fault, Rejected } from '@marquee/contracts';
import { invalidInput, openToken, type Sealer } from '@marquee/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkCursor } from './send-list.js';

type Sent = Pick<FastifyRequest, 'url' | 'headers'>;

/** For the scope of the routes that take such texts. */
export function refuseForgedTexts(app: FastifyInstance, sealer: Sealer): void {
  app.addHook('preHandler', async ({ headers }) => checkToken(sealer, headers));
  app.setErrorHandler((error, request) => {
    throw withForgedTexts(error, request, sealer); // to the app's own handler
  });
}

function withForgedTexts(error: unknown, sent: Sent, sealer: Sealer): unknown {
  if (!(error instanceof Rejected) || error.code !== 'invalid-input') return error;
  const more = [
    ...faultsOf(() => checkToken(sealer, sent.headers)),
    ...faultsOf(() => checkCursor(sealer, sent.url)),
  ].filter(({ parameter }) => !error.faults.some((fault) => fault.parameter === parameter));
  return more.length === 0 ? error : invalidInput([...error.faults, ...more]);
}

/** @throws {Rejected} `invalid-token` */
function checkToken(sealer: Sealer, headers: Sent['headers']): void {
  const token = headers['consistency-token'];
  if (typeof token === 'string') openToken(sealer, token);
}

function faultsOf(check: () => void): readonly Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof Rejected) return error.faults;
    throw error;
  }
}
