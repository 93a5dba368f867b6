import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected, uuid } from '@marquee/contracts';
import { checkAuthor, checkGuard } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  dryRunQuery,
  ifMatchHeaders,
  paramsOf,
  removedResponses,
  secured,
} from '../command-schemas.js';
import { sendRemoved } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { writeAs } from '../write-as.js';

/** Takes a comment back. @throws {Rejected} `comment-not-found`, `forbidden`, `version-mismatch` */
export async function deleteComment(deps: CommandDeps, target: Target) {
  const { id, caller, guard } = target;
  return await writeAs(deps, target, async (tx) => {
    const comment = await tx.lockComment(id);
    if (comment === null) throw new Rejected('comment-not-found');
    checkAuthor(comment, caller);
    // Nobody changes a comment: what raised its version since it was made is none of anyone's doing.
    const { version, createdAt } = comment;
    checkGuard({ version, editedVersion: Date.parse(createdAt) * 1_000 }, guard);
    await tx.deleteComment(comment);
  });
}

const schema = {
  operationId: 'deleteComment',
  summary: 'Deletes a comment',
  description: 'By its author or an administrator.',
  tags: ['comments'],
  security: secured,
  params: paramsOf({ id: uuid({ description: 'Id of the comment.' }) }),
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  response: removedResponses('comment-not-found', 'version-mismatch'),
};

export const deleteCommentRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.delete('/comments/:id', { schema }, async (request, reply) =>
    sendRemoved(reply, await deleteComment(deps, targetOf(request))),
  );
};
