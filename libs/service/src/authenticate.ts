/** Who calls: a bearer token that is compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Origin, Rejected, type Role, type Scope } from '@marquee/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Caller {
  /** A user's id; what an administrator makes has it as its `providerId`. */
  readonly id: string;
  readonly role: Role;
  /** What its token is narrowed to; left out or empty: all that the role may. */
  readonly scopes?: readonly Scope[];
  /** The key of a machine that it came with. */
  readonly key?: string;
  /** The request by which it calls. */
  readonly origin?: Origin;
}

export type Authenticate = (token: string) => Promise<Caller | null>;

/** Id of the one administrator of a new installation. */
export const ADMINISTRATOR_ID = '00000000-0000-7000-8000-000000000001';

/** Knows one token, the administrator's. */
export function authenticateAdministrator(adminToken: string): Authenticate {
  const expected = digest(adminToken);
  return async (token) =>
    timingSafeEqual(digest(token), expected)
      ? { id: ADMINISTRATOR_ID, role: 'administrator' }
      : null;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** An `onRequest` hook: who calls, where a valid token says so. */
export function identifyCaller(authenticate: Authenticate) {
  return async (request: FastifyRequest, _reply: FastifyReply) => {
    const [, token] = /^Bearer +([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const caller = token === undefined ? null : await authenticate(token);
    request.caller = caller === null ? null : { ...caller, origin: originOf(request) };
  };
}

/** An `onRequest` hook: 401 without a valid token, before anything else of the request is looked at. */
export async function requireCaller(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
  callerOf(request);
}

/** An `onRequest` hook, after `requireCaller`: 403 for tokens that are narrowed to other things. */
export function requireScope(scope: Scope) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const { scopes = [] } = callerOf(request);
    if (scopes.length > 0 && !scopes.includes(scope)) {
      throw new Rejected('forbidden', `The token does not have the scope ${scope}.`);
    }
  };
}

/** The caller of a route behind `requireCaller`. @throws {Rejected} `unauthorized` elsewhere */
export function callerOf(request: Pick<FastifyRequest, 'caller'>): Caller {
  if (request.caller === null) throw new Rejected('unauthorized');
  return request.caller;
}

const traceContext = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

function originOf({ id: requestId, headers }: Pick<FastifyRequest, 'id' | 'headers'>): Origin {
  const { traceparent } = headers;
  return typeof traceparent === 'string' && traceContext.test(traceparent)
    ? { requestId, traceparent }
    : { requestId };
}
