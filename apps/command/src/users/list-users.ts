import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  emailKeyOf,
  type Fault,
  idsIn,
  MAX_EMAIL_LENGTH,
  pageOf,
  Rejected,
  User,
  UserProfile,
  uuidList,
} from '@marquee/contracts';
import { userAsRead } from '@marquee/domain';
import { type Caller, callerOf, invalidInput } from '@marquee/service';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import { secured } from '../command-schemas.js';
import {
  privateHeaders,
  privateResponses,
  queryOf,
  sendPrivately,
} from '../reads/private-answer.js';
import { pageParameters, sendList } from '../reads/send-list.js';
import { shownTo } from './get-user.js';

const schema = {
  operationId: 'listUsers',
  summary: 'Lists users',
  description:
    'By `ids`, for everybody with a token: each as `GET /users/{id}` shows it. By `email`, or all of them in pages, the newest first, ' +
    'for administrators alone.',
  tags: ['users'],
  security: secured,
  querystring: queryOf({
    ids: Type.Optional(
      uuidList(100, {
        description:
          'Up to 100 ids: answers these users alone, in this order and each once, without those that are not there. No other ' +
          'parameter goes with it.',
      }),
    ),
    email: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: MAX_EMAIL_LENGTH,
        description:
          'Whoever has this address, whatever its case. No other parameter goes with it.',
      }),
    ),
    ...pageParameters,
  }),
  headers: privateHeaders,
  response: privateResponses(
    {
      description: 'The users; `page.total` is known where they were named.',
      body: pageOf(Type.Union([User, UserProfile])),
      kind: 'page',
    },
    'invalid-cursor',
  ),
};

export const listUsersRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.get('/users', { schema }, async (request, reply) => {
    refuseOthers(request.url);
    const caller = callerOf(request);
    const { ids, email, limit, cursor } = request.query;
    if (ids !== undefined) return sendPrivately(reply, await byIds(deps, caller, idsIn(ids)));
    if (caller.role !== 'administrator') {
      throw new Rejected('forbidden', 'Only administrators look for users. Others name ids.');
    }
    if (email !== undefined) return sendPrivately(reply, await byEmail(deps, email));
    const asked = { list: 'users', limit, cursor };
    return await sendList(
      { request, reply },
      { sealer: deps.sealer, asked, shown: userAsRead },
      deps.writeStore.users.page,
    );
  });
};

/** In the order asked. */
async function byIds({ writeStore }: CommandDeps, caller: Caller, ids: readonly string[]) {
  const found = new Map((await writeStore.users.byIds(ids)).map((user) => [user.id, user]));
  const items = ids.flatMap((id) => found.get(id) ?? []).map(shownTo(caller));
  return onePage(items, ids.length);
}

async function byEmail({ writeStore }: CommandDeps, email: string) {
  const known = await writeStore.users.byEmail(emailKeyOf(email));
  return onePage(known === null ? [] : [userAsRead(known.user)], 1);
}

const onePage = (items: readonly object[], limit: number) => ({
  items,
  page: { limit, next: null, previous: null, total: items.length },
});

/** @throws {Rejected} `invalid-input` for what does not go together */
function refuseOthers(url: string): void {
  const given = [...new Set(new URLSearchParams(url.split('?', 2)[1]).keys())];
  const alone = ['ids', 'email'].find((name) => given.includes(name));
  if (alone === undefined) return;
  const detail = `It does not go together with ${alone}.`;
  const faults = given
    .filter((name) => name !== alone)
    .map((parameter): Fault => ({ parameter, code: 'not-together', detail }));
  if (faults.length > 0) throw invalidInput(faults);
}
