import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { problemResponses, publicKeys, type TokenKey } from '@marquee/service';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';

const KeySet = Type.Object({
  keys: Type.Array(
    Type.Unsafe<TokenKey['jwk']>(
      Type.Object({
        kty: Type.String(),
        crv: Type.String(),
        x: Type.String(),
        kid: Type.String(),
        alg: Type.String(),
        use: Type.String(),
      }),
    ),
  ),
});

const schema = {
  operationId: 'publishKeys',
  summary: 'Shows the public keys of access tokens',
  description: 'A JWK set (RFC 7517). The first key signs; all of them verify.',
  tags: ['tokens'],
  security: [],
  response: {
    200: {
      description: 'The keys.',
      content: { 'application/json': { schema: KeySet } },
    },
    ...problemResponses('invalid-input', 'overloaded'),
  },
};

export const publishKeysRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  const body = publicKeys(deps.tokenKeys);
  app.get('/.well-known/jwks.json', { schema }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .type('application/json; charset=utf-8')
      .send(body),
  );
};
