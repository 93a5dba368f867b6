/** `POST /token`: OAuth 2 for users and for machines. Each grant is a file: who it is, by what they say. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Scope } from '@marquee/contracts';
import {
  invalidInput,
  problemResponses,
  scopesIn,
  signToken,
  TOKEN_LIFE_SECONDS,
  type TokenClaims,
} from '@marquee/service';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import { machineLogin } from './machine-login.js';
import { throttleFailures } from './throttle-failures.js';
import { TokenRequest } from './token-request.js';
import { userLogin } from './user-login.js';

/** Whom a token is for. */
export interface Authentic extends TokenClaims {
  /** When what it is made from ends; `null`: never. Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

/** Somebody who wants to come in. */
export interface Login {
  /** By which failures are counted. */
  readonly account: string;
  /** @throws {Rejected} `invalid-credentials` */
  readonly check: () => Promise<Authentic>;
}

const TokenAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.String({ enum: ['bearer'] }),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  scope: Type.Optional(Type.String({ description: 'What it is narrowed to, where it is.' })),
});

const schema = {
  operationId: 'issueToken',
  summary: 'Gives an access token to a user or a machine',
  description:
    'OAuth 2 (RFC 6749), as a form or as JSON. Users come with `grant_type=password`, their e-mail address as `username`, and ' +
    'their password (4.3); machines with `client_credentials` and a key in the body or as `Authorization: Basic` (4.4). The token ' +
    'is a signed JWT (RFC 9068) with an hour to live; its keys are at `/.well-known/jwks.json`. It ends with the key that it was ' +
    'made from; that of a user with another password or role, and with the user. A wrong password and an unknown address are the ' +
    'same refusal. After ten failures a minute of one account from one address further tries are 429.',
  tags: ['tokens'],
  security: [],
  consumes: ['application/x-www-form-urlencoded', 'application/json'],
  body: TokenRequest,
  response: {
    200: {
      description: 'The token, to be sent as `Authorization: Bearer …`.',
      content: { 'application/json': { schema: TokenAnswer } },
    },
    ...problemResponses(
      'invalid-input',
      'invalid-json',
      'invalid-credentials',
      'body-too-large',
      'unsupported-media-type',
      'rate-limited',
      'unavailable',
      'overloaded',
    ),
  },
};

const bodyLimitBytes = 10_000;

export const issueTokenRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  const config = { acceptsForm: true };
  app.post('/token', { schema, config, bodyLimit: bodyLimitBytes }, async (request, reply) => {
    const { body } = request;
    const login =
      body.grant_type === 'password'
        ? userLogin(deps, body)
        : machineLogin(deps, request.headers.authorization, body);
    const attempt = { account: login.account, request, reply };
    const authentic = await throttleFailures(deps.loginLimiter ?? null, attempt, login.check);
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
    return await tokenFor(deps, authentic, body.scope);
  });
};

async function tokenFor({ tokenKeys, now }: CommandDeps, authentic: Authentic, asked?: string) {
  const { expiresAt, ...claims } = authentic;
  const scopes = narrowed(claims.scopes, asked);
  const left = expiresAt === null ? Number.POSITIVE_INFINITY : (expiresAt - now()) / 1_000;
  const lifeSeconds = Math.max(1, Math.floor(Math.min(TOKEN_LIFE_SECONDS, left)));
  return {
    access_token: await signToken(tokenKeys, { ...claims, scopes }, { now: now(), lifeSeconds }),
    token_type: 'bearer',
    expires_in: lifeSeconds,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  };
}

/** @throws {Rejected} `invalid-input` for scopes that there are not, or that the key does not have */
function narrowed(has: readonly Scope[], asked: string | undefined): readonly Scope[] {
  const names = (asked ?? '').split(' ').filter((name) => name !== '');
  if (names.length === 0) return has;
  const given = scopesIn(names.join(' ')).filter(
    (scope) => has.length === 0 || has.includes(scope),
  );
  if (given.length < new Set(names).size) {
    const detail = 'There is no such scope, or the key does not have it.';
    throw invalidInput([{ pointer: '/scope', code: 'unknown-scope', detail }]);
  }
  return given;
}
