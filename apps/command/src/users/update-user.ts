import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { User, UserPatch } from '@marquee/contracts';
import { decidePatchUser } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  mergePatchTypes,
  secured,
  userParams,
} from '../command-schemas.js';
import { sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { changeUser, userEtag } from './change-user.js';

/** Changes the fields that the patch names. */
export async function updateUser(deps: CommandDeps, target: Target, patch: UserPatch) {
  const { password } = patch;
  return await changeUser(deps, { ...target, password }, (before, edit) =>
    decidePatchUser(before, patch, edit),
  );
}

const schema = {
  operationId: 'updateUser',
  summary: 'Changes some fields of a user',
  description:
    'A JSON merge patch (RFC 7396). Users change themselves, administrators anyone. A new password, or another role, which ' +
    'administrators alone give, ends all tokens that were made before, the one of this request among them.',
  tags: ['users'],
  security: secured,
  consumes: mergePatchTypes,
  params: userParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: UserPatch,
  response: changedResponses(User, 'user-not-found', 'email-taken', 'version-mismatch'),
};

export const updateUserRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.patch('/users/:id', { schema }, async (request, reply) => {
    const written = await updateUser(deps, targetOf(request), request.body);
    return sendWritten(reply, written, userEtag(written.value));
  });
};
