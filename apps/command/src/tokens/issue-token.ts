/** `POST /token`: OAuth 2 with client credentials. Other grants are further cases of `grant_type`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type AccessKey, type Fault, Rejected, type Scope } from '@marquee/contracts';
import type { Limiter } from '@marquee/limits';
import {
  addressKey,
  invalidInput,
  isAlive,
  isSecretOf,
  problemResponses,
  readMachineKey,
  scopesIn,
  signToken,
  TOKEN_LIFE_SECONDS,
} from '@marquee/service';
import { type Static, Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';

const TokenRequest = Type.Object(
  {
    grant_type: Type.String({ enum: ['client_credentials'] }),
    client_id: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'Id of a key that `marquee tokens create` made.',
      }),
    ),
    client_secret: Type.Optional(Type.String({ maxLength: 200, description: 'The key itself.' })),
    scope: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'Scopes with blanks between them; left out: all that the key has. No more than the key has is given.',
      }),
    ),
  },
  { additionalProperties: false },
);
type TokenRequest = Static<typeof TokenRequest>;

const TokenAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.String({ enum: ['bearer'] }),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  scope: Type.Optional(Type.String({ description: 'What it is narrowed to, where it is.' })),
});

const schema = {
  operationId: 'issueToken',
  summary: 'Gives an access token for a key',
  description:
    'OAuth 2 (RFC 6749, 4.4) with the key in the body or as `Authorization: Basic`. The token is a signed JWT (RFC 9068) ' +
    'with an hour to live; its keys are at `/.well-known/jwks.json`. It ends with the key that it was made from.',
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
    const credentials = credentialsOf(request.headers.authorization, request.body);
    const attempt: Attempt = {
      account: credentials.id,
      address: addressKey(request.ip),
      onRefused: (seconds) => void reply.header('retry-after', seconds),
    };
    const key = await throttled(deps.loginLimiter ?? null, attempt, () =>
      authenticKey(deps, credentials),
    );
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
    return await tokenFor(deps, key, request.body.scope);
  });
};

interface Credentials {
  /** A UUID, if it is right. */
  readonly id: string;
  readonly secret: string;
}

/** @throws {Rejected} `invalid-input` where there are none */
function credentialsOf(authorization: string | undefined, body: TokenRequest): Credentials {
  const basic = basicOf(authorization);
  const id = basic?.id ?? body.client_id;
  const secret = basic?.secret ?? body.client_secret;
  const faults = [
    ...(id === undefined ? [missing('client_id')] : []),
    ...(secret === undefined ? [missing('client_secret')] : []),
  ];
  if (id === undefined || secret === undefined) throw invalidInput(faults);
  return { id: id.toLowerCase(), secret: readMachineKey(secret)?.secret ?? secret };
}

const missing = (name: string): Fault => ({
  ...{ pointer: `/${name}`, code: 'required', detail: 'It is required.' },
});

function basicOf(authorization = ''): Credentials | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization) ?? [];
  const [, id, secret] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** A wrong secret and an unknown key are the same refusal, and take the same time. */
async function authenticKey(
  { writeStore, now }: CommandDeps,
  { id, secret }: Credentials,
): Promise<AccessKey> {
  const key = await writeStore.accessKeys.find(id.slice(0, 36));
  const isRight = isSecretOf(key, secret, now());
  if (key === null || !isRight || !isAlive(key, now())) throw new Rejected('invalid-credentials');
  return key;
}

interface Attempt {
  readonly account: string;
  /** Where it comes from. */
  readonly address: string;
  /** Told after how many seconds the next one may come. */
  readonly onRefused: (seconds: number) => void;
}

/** Failures are counted by account and address: so nobody can lock another out from elsewhere. */
async function throttled<T>(
  limiter: Limiter | null,
  { account, address, onRefused }: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  if (limiter === null) return await work();
  const place = `${account.slice(0, 100)}|${address}`;
  const refuse = (resetMs: number) => {
    onRefused(Math.max(1, Math.ceil(resetMs / 1_000)));
    throw new Rejected('rate-limited', 'Too many failed attempts.');
  };
  const before = await limiter.look(place);
  if (!before.allowed) refuse(before.resetMs);
  try {
    return await work();
  } catch (error) {
    if (error instanceof Rejected && error.code === 'invalid-credentials') {
      const after = await limiter.take(place);
      if (!after.allowed) refuse(after.resetMs);
    }
    throw error;
  }
}

async function tokenFor({ tokenKeys, now }: CommandDeps, key: AccessKey, asked?: string) {
  const scopes = narrowed(key.scopes, asked);
  const left = key.expiresAt === null ? Number.POSITIVE_INFINITY : (key.expiresAt - now()) / 1_000;
  const lifeSeconds = Math.max(1, Math.floor(Math.min(TOKEN_LIFE_SECONDS, left)));
  const { subject, role } = key;
  const claims = { subject, role, scopes, key: key.id };
  return {
    access_token: await signToken(tokenKeys, claims, { now: now(), lifeSeconds }),
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
