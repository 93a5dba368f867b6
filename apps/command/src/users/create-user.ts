import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { emailKeyOf, Rejected, User, UserInput } from '@marquee/contracts';
import { decideCreateUser } from '@marquee/domain';
import { type Caller, callerOf, isReservedId } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
import { createdResponses, dryRunQuery, perhapsSecured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { sendCreated } from '../send-written.js';
import { keyedOnce, type WriteRequest, writeAs } from '../write-as.js';
import { storedUser, userEtag } from './change-user.js';

/** Makes a user, a viewer at first. @throws {Rejected} `already-exists`, `email-taken`, `overloaded` */
export async function createUser(
  deps: CommandDeps,
  request: WriteRequest,
  { id, input }: { readonly id: string; readonly input: UserInput },
) {
  // A key may have made this very user: then the address is taken, and the answer is the first one's.
  const before = request.idempotency ? undefined : () => refuseTaken(deps, input.email);
  const passwordHash = await deps.passwords.hash(input.password, before);
  return await writeAs(deps, request, async (tx, now) => {
    if (input.id !== undefined && request.caller.role !== 'administrator') {
      const isTaken = isReservedId(id) || (await tx.userIdIsClaimed(id));
      if (isTaken) throw new Rejected('already-exists', 'This id is not free.');
    }
    const after = decideCreateUser(input, { id, passwordHash, now });
    return storedUser(await tx.saveUser({ before: null, after }));
  });
}

/** Spares the work of the hash; what counts is the unique key. */
async function refuseTaken({ writeStore }: CommandDeps, email: string): Promise<void> {
  const known = await writeStore.users.byEmail(emailKeyOf(email));
  if (known !== null) throw new Rejected('email-taken');
}

const schema = {
  operationId: 'createUser',
  summary: 'Adds a user',
  description:
    'Needs no token, unless the installation lets administrators alone make users, and answers none: ask `/token` for one. ' +
    'No two users have the same e-mail address, whatever its case. ' +
    'A new user is a viewer; administrators give other roles. An id is taken for ever by the user who has it or had it, and for others ' +
    'than administrators by whatever is stored or acts under it.',
  tags: ['users'],
  security: perhapsSecured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: UserInput,
  response: createdResponses(User, 'already-exists', 'email-taken'),
};

/** Who has no token; a key of theirs can be replayed by whoever knows it and all of the first request. */
const ANYONE = 'anyone';

export const createUserRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/users', { schema }, async (request, reply) => {
    if (deps.signUpOpen === false) checkAdministrator(callerOf(request));
    const { caller: known, body: input } = request;
    const id = input.id?.toLowerCase() ?? deps.newId();
    const caller: Caller = known ?? { id, role: 'viewer' };
    const idempotency = await keyedOnce(
      request,
      { caller: known?.id ?? ANYONE, about: id },
      (key) => withoutPassword(deps, input, key),
    );
    const asked = { caller, dryRun: request.query.dryRun === true, idempotency };
    const written = await createUser(deps, asked, { id, input });
    return sendCreated(reply, written, { collection: '/users', etag: userEtag(written.value) });
  });
};

function checkAdministrator({ role }: Caller): void {
  if (role === 'administrator') return;
  throw new Rejected('forbidden', 'Only administrators make users here.');
}

/** What is kept of a request must not make its password easier to find than the user's hash does. */
async function withoutPassword({ passwords }: CommandDeps, input: UserInput, key: string) {
  const purpose = `${emailKeyOf(input.email)} ${key}`;
  return { ...input, password: await passwords.fingerprint(input.password, purpose) };
}
