import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { User, UserReplacement } from '@marquee/contracts';
import { decideReplaceUser } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  secured,
  userParams,
} from '../command-schemas.js';
import { sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { changeUser, userEtag } from './change-user.js';

/** Replaces what a user says of themself. */
export async function replaceUser(deps: CommandDeps, target: Target, input: UserReplacement) {
  const { password } = input;
  return await changeUser(deps, { ...target, password }, (before, edit) =>
    decideReplaceUser(before, input, edit),
  );
}

const schema = {
  operationId: 'replaceUser',
  summary: 'Replaces a user',
  description:
    'Users replace themselves, administrators anyone. Password and role stay where they are left out. A new password, or another ' +
    'role, which administrators alone give, ends all tokens that were made before, the one of this request among them.',
  tags: ['users'],
  security: secured,
  params: userParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: UserReplacement,
  response: changedResponses(User, 'user-not-found', 'email-taken', 'version-mismatch'),
};

export const replaceUserRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.put('/users/:id', { schema }, async (request, reply) => {
    const written = await replaceUser(deps, targetOf(request), request.body);
    return sendWritten(reply, written, userEtag(written.value));
  });
};
