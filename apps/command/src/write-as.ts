import { type Caller, callerOf, sealToken } from '@marquee/service';
import type { IdempotencyKey, WriteTransaction } from '@marquee/write-store';
import type { FastifyRequest } from 'fastify';
import type { CommandDeps } from './command-deps.js';
import { hashOf, keyOf } from './idempotency-key.js';

/** Who asks for a write, and how it is to be carried out. */
export interface WriteRequest {
  readonly caller: Caller;
  /** All of it is checked and done, and then undone. */
  readonly dryRun: boolean;
  readonly idempotency?: IdempotencyKey | undefined;
}

/** What a write came to. */
export interface WrittenBy<T> {
  readonly value: T;
  /** The sealed token with which a reader sees it; `null` after a dry run, which left nothing to see. */
  readonly token: string | null;
  /** It had been carried out before, under the same idempotency key. */
  readonly replayed: boolean;
}

type Asked = Pick<FastifyRequest, 'caller'> & {
  readonly query: { readonly dryRun?: boolean | undefined };
};

/** The caller and the wishes of a request. */
export function writeRequestOf(request: Asked): WriteRequest {
  return { caller: callerOf(request), dryRun: request.query.dryRun === true };
}

type Keyed = Pick<FastifyRequest, 'body' | 'routeOptions'> & {
  readonly query: Asked['query'];
  readonly headers: { readonly 'idempotency-key'?: string | undefined };
};

/** Of a request that may bring an idempotency key. `about`: the user whose data the answer holds, where that is not the caller. */
export function writeRequestOnce(
  request: Asked & Keyed & Pick<FastifyRequest, 'params'>,
  about: Pick<IdempotencyKey, 'about'> = {},
): WriteRequest {
  const asked = writeRequestOf(request);
  const key = keyBroughtBy(request);
  if (key === null) return asked;
  const caller = asked.caller.id;
  const requestHash = hashOf(contentOf(request));
  return { ...asked, idempotency: { caller, ...key, requestHash, ...about } };
}

/** The same for a request that nobody has to come in for, and of which `hashed` makes what its hash is of. */
export async function keyedOnce(
  request: Keyed,
  who: Pick<IdempotencyKey, 'caller' | 'about'>,
  hashed: (key: string) => Promise<unknown>,
): Promise<IdempotencyKey | undefined> {
  const key = keyBroughtBy(request);
  if (key === null) return undefined;
  return { ...who, ...key, requestHash: hashOf(await hashed(key.key)) };
}

/** A dry run has none. */
function keyBroughtBy({ headers, query, routeOptions }: Keyed) {
  const header = headers['idempotency-key'];
  if (header === undefined || query.dryRun === true) return null;
  return { route: `POST ${routeOptions.url}`, key: keyOf(header) };
}

/** What is asked for: where the path names something, that too. No body says as much as an empty one. */
function contentOf({ body, params }: Pick<FastifyRequest, 'body' | 'params'>): unknown {
  const named = Object.keys(params ?? {}).length > 0;
  return named ? { params, body: body ?? {} } : body;
}

/** Runs one write of a caller in one transaction. `work` may run again after a deadlock: it has no effects but the store's. */
export async function writeAs<T>(
  deps: CommandDeps,
  { caller, dryRun, idempotency }: WriteRequest,
  work: (tx: WriteTransaction, now: number) => Promise<T>,
): Promise<WrittenBy<T>> {
  const now = deps.now();
  const written = await deps.writeStore.write((tx) => work(tx, now), {
    write: deps.newWrite(),
    providerId: caller.id,
    origin: caller.origin,
    now,
    dryRun,
    idempotency,
  });
  const { value, subjects, write, replayed } = written;
  return { value, token: dryRun ? null : sealToken(deps.sealer, { write, subjects }), replayed };
}
