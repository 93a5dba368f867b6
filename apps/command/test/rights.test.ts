/** Who may do what to whose: every route of the command API, by role and ownership. */
import { newId } from '@marquee/command';
import { createSealer, sealPlace } from '@marquee/service';
import { t } from 'tap';
import {
  type CallerName,
  type CommandApi,
  callers,
  type Sent,
  startCommandApi,
} from './command-fixture.js';
import { addUser } from './user-fixture.js';

type Who = CallerName | 'nobody';
const everybody: readonly Who[] = ['administrator', 'provider', 'rival', 'viewer', 'nobody'];

/** Statuses in the order of `everybody`; `provider` made the movie and the actor. */
interface Right {
  readonly what: string;
  /** Where another row is about the same route. */
  readonly route?: string;
  readonly expected: readonly number[];
  readonly ask: (api: CommandApi, who: Who, things: Things) => Promise<{ readonly status: number }>;
}

interface Things {
  readonly movie: string;
  /** In that movie alone. */
  readonly actor: string;
  readonly import: string;
  /** Of the viewer, who is a user, like the provider. */
  readonly subscription: string;
  /** Of the provider. */
  readonly webhook: string;
}

const as = (who: Who) => ({ as: who === 'nobody' ? null : who });
const viewer = callers.viewer.id;
const hookUrl = 'https://hooks.example.com/';
/** As the fixture seals. */
const aPlace = sealPlace(createSealer(['a key of tests']), { beganAt: 1, position: 1 });
const aComment = { text: 'Well.' };

/** What is the viewer's. */
const theirs = (status: number) => [status, 403, 403, status, 401];
const paid = { plan: 'Premium', startDate: '2026-01-01' };

const made = [201, 201, 201, 403, 401];
const own = (status: number) => [status, status, 403, 403, 401];

const rights: readonly Right[] = [
  {
    what: 'make a movie',
    expected: made,
    ask: (api, who) => api.send('POST', '/movies', { title: 'Mirror' }, as(who)),
  },
  {
    what: 'replace a movie',
    expected: own(200),
    ask: (api, who, { movie }) => api.send('PUT', `/movies/${movie}`, { title: 'Ours' }, as(who)),
  },
  {
    what: 'change a movie',
    expected: own(200),
    ask: (api, who, { movie }) => api.send('PATCH', `/movies/${movie}`, { title: 'X' }, as(who)),
  },
  {
    what: 'delete a movie',
    expected: own(204),
    ask: (api, who, { movie }) => api.send('DELETE', `/movies/${movie}`, undefined, as(who)),
  },
  {
    what: 'play a movie',
    expected: [202, 202, 202, 202, 401],
    ask: (api, who, { movie }) => api.send('POST', `/movies/${movie}/plays`, undefined, as(who)),
  },
  {
    what: 'read the history of a movie',
    expected: own(200),
    ask: (api, who, { movie }) => api.send('GET', `/movies/${movie}/history`, undefined, as(who)),
  },
  {
    what: 'restore a movie',
    expected: own(200),
    ask: async (api, who, { movie }) => {
      const { body } = await api.send('GET', `/movies/${movie}/history`);
      const [{ version } = { version: 0 }] = body.items.slice(-1);
      return await api.send('POST', `/movies/${movie}/restore`, { version }, as(who));
    },
  },
  {
    what: "read the provider's statistics",
    expected: own(200),
    ask: (api, who) =>
      api.send('GET', `/providers/${callers.provider.id}/statistics`, undefined, as(who)),
  },
  {
    what: 'export movies',
    expected: [200, 200, 200, 403, 401],
    ask: (api, who) => api.send('GET', '/export', undefined, as(who)),
  },
  {
    what: "export a provider's movies",
    route: 'export movies',
    expected: [200, 200, 403, 403, 401],
    ask: (api, who) =>
      api.send('GET', `/export?provider=${callers.provider.id}`, undefined, as(who)),
  },
  {
    what: 'send a batch',
    expected: [200, 200, 200, 403, 401],
    ask: (api, who) => api.send('POST', '/movies/batch', { movies: [{ title: 'Y' }] }, as(who)),
  },
  {
    what: 'replace a movie by a row of a batch',
    route: 'send a batch',
    expected: own(200),
    ask: async (api, who, { movie }) => {
      const movies = [{ id: movie, title: 'Z' }];
      const answer = await api.send('POST', '/movies/batch', { movies }, as(who));
      return answer.status === 200 ? { status: answer.body.results[0]?.status ?? 0 } : answer;
    },
  },
  {
    what: 'upload rows',
    expected: [202, 202, 202, 403, 401],
    ask: (api, who) => uploadRows(api, as(who)),
  },
  {
    what: "ask after the provider's import",
    expected: own(200),
    ask: (api, who, { import: id }) => api.send('GET', `/imports/${id}`, undefined, as(who)),
  },
  {
    what: 'give a part',
    expected: own(200),
    ask: (api, who, { movie, actor }) =>
      api.send('PUT', `/movies/${movie}/actors/${actor}`, { character: 'Q' }, as(who)),
  },
  {
    what: 'take a part away',
    expected: own(204),
    ask: (api, who, { movie, actor }) =>
      api.send('DELETE', `/movies/${movie}/actors/${actor}`, undefined, as(who)),
  },
  {
    what: 'make an actor',
    expected: made,
    ask: (api, who) => api.send('POST', '/actors', { name: 'Anatoly' }, as(who)),
  },
  {
    what: 'replace an actor',
    expected: own(200),
    ask: (api, who, { actor }) => api.send('PUT', `/actors/${actor}`, { name: 'A' }, as(who)),
  },
  {
    what: 'change an actor',
    expected: own(200),
    ask: (api, who, { actor }) => api.send('PATCH', `/actors/${actor}`, { name: 'B' }, as(who)),
  },
  {
    what: 'delete an actor',
    expected: own(204),
    ask: (api, who, { actor }) => api.send('DELETE', `/actors/${actor}`, undefined, as(who)),
  },
  {
    what: 'rate as the viewer',
    expected: [200, 403, 403, 200, 401],
    ask: (api, who, { movie }) =>
      api.send('PUT', `/movies/${movie}/ratings/${viewer}`, { stars: 3 }, as(who)),
  },
  {
    what: "read the viewer's rating",
    expected: [404, 403, 403, 404, 401],
    ask: (api, who, { movie }) =>
      api.send('GET', `/movies/${movie}/ratings/${viewer}`, undefined, as(who)),
  },
  {
    what: "take the viewer's rating back",
    expected: [404, 403, 403, 404, 401],
    ask: (api, who, { movie }) =>
      api.send('DELETE', `/movies/${movie}/ratings/${viewer}`, undefined, as(who)),
  },
  {
    what: 'comment on a movie',
    expected: [201, 201, 201, 201, 401],
    ask: (api, who, { movie }) => api.send('POST', `/movies/${movie}/comments`, aComment, as(who)),
  },
  {
    what: "delete the viewer's comment",
    expected: [204, 403, 403, 204, 401],
    ask: async (api, who, { movie }) => {
      const url = `/movies/${movie}/comments`;
      const { body } = await api.send('POST', url, aComment, { as: 'viewer' });
      return await api.send('DELETE', `/comments/${body.id}`, undefined, as(who));
    },
  },
  {
    what: 'tell of what the viewer watches',
    expected: [202, 202, 202, 202, 401],
    ask: (api, who) => {
      const session = { playerId: viewer, sessionId: newId() };
      const events = [{ event: 'start', country: 'FI', ...session }];
      return api.send('POST', '/sessions/events', { events }, as(who));
    },
  },
  {
    what: 'tell of what others watch',
    route: 'tell of what the viewer watches',
    expected: [202, 202, 202, 403, 401],
    ask: (api, who) => {
      const events = [{ event: 'end', playerId: newId(), sessionId: newId() }];
      return api.send('POST', '/sessions/events', { events }, as(who));
    },
  },
  {
    what: 'make a user',
    expected: [201, 201, 201, 201, 201],
    route: 'open to everybody',
    ask: (api, who) => {
      const email = `${newId()}@example.com`;
      const names = { firstName: 'N', lastName: 'N' };
      return api.send('POST', '/users', { email, password: 'password', ...names }, as(who));
    },
  },
  {
    what: "read the viewer's profile",
    expected: [200, 200, 200, 200, 401],
    ask: (api, who) => api.send('GET', `/users/${viewer}`, undefined, as(who)),
  },
  {
    what: 'read profiles by ids',
    expected: [200, 200, 200, 200, 401],
    ask: (api, who) => api.send('GET', `/users?ids=${viewer}`, undefined, as(who)),
  },
  {
    what: 'look for a user by e-mail address',
    route: 'read profiles by ids',
    expected: [200, 403, 403, 403, 401],
    ask: (api, who) => api.send('GET', '/users?email=a@example.com', undefined, as(who)),
  },
  {
    what: 'list all users',
    route: 'read profiles by ids',
    expected: [200, 403, 403, 403, 401],
    ask: (api, who) => api.send('GET', '/users', undefined, as(who)),
  },
  {
    what: 'read who they are themselves',
    expected: [404, 200, 404, 200, 401],
    ask: (api, who) => api.send('GET', '/users/me', undefined, as(who)),
  },
  {
    what: 'replace the viewer',
    expected: theirs(200),
    ask: (api, who) => {
      const input = { email: 'viewer@example.com', firstName: 'V', lastName: 'W' };
      return api.send('PUT', `/users/${viewer}`, input, as(who));
    },
  },
  {
    what: 'change the viewer',
    expected: theirs(200),
    ask: (api, who) => api.send('PATCH', `/users/${viewer}`, { firstName: 'V' }, as(who)),
  },
  {
    what: 'give the viewer a role',
    route: 'change the viewer',
    expected: [200, 403, 403, 403, 401],
    ask: (api, who) =>
      api.send('PATCH', `/users/${viewer}?dryRun=true`, { role: 'provider' }, as(who)),
  },
  {
    what: 'delete the viewer',
    expected: theirs(200),
    ask: (api, who) => api.send('DELETE', `/users/${viewer}?dryRun=true`, undefined, as(who)),
  },
  {
    what: 'subscribe for the viewer',
    expected: theirs(201),
    ask: (api, who) => api.send('POST', '/subscriptions', { userId: viewer, ...paid }, as(who)),
  },
  {
    what: "read the viewer's subscription",
    expected: theirs(200),
    ask: (api, who, { subscription }) =>
      api.send('GET', `/subscriptions/${subscription}`, undefined, as(who)),
  },
  {
    what: "list the viewer's subscriptions",
    expected: theirs(200),
    ask: (api, who) => api.send('GET', `/subscriptions?userId=${viewer}`, undefined, as(who)),
  },
  {
    what: 'list subscriptions',
    route: "list the viewer's subscriptions",
    expected: [200, 200, 200, 200, 401],
    ask: (api, who) => api.send('GET', '/subscriptions', undefined, as(who)),
  },
  {
    what: "replace the viewer's subscription",
    expected: theirs(200),
    ask: (api, who, { subscription }) =>
      api.send('PUT', `/subscriptions/${subscription}`, paid, as(who)),
  },
  {
    what: "change the viewer's subscription",
    expected: theirs(200),
    ask: (api, who, { subscription }) =>
      api.send('PATCH', `/subscriptions/${subscription}`, { isActive: false }, as(who)),
  },
  {
    what: "delete the viewer's subscription",
    expected: theirs(204),
    ask: (api, who, { subscription }) =>
      api.send('DELETE', `/subscriptions/${subscription}`, undefined, as(who)),
  },
  {
    what: 'ask to be told of changes',
    expected: made,
    ask: (api, who) => api.send('POST', '/webhooks', { url: hookUrl }, as(who)),
  },
  {
    what: "be told of the provider's movies",
    route: 'ask to be told of changes',
    expected: [201, 201, 403, 403, 401],
    ask: (api, who) => {
      const providerId = callers.provider.id;
      return api.send('POST', '/webhooks', { url: hookUrl, providerId }, as(who));
    },
  },
  {
    what: 'list webhooks',
    expected: [200, 200, 200, 403, 401],
    ask: (api, who) => api.send('GET', '/webhooks', undefined, as(who)),
  },
  {
    what: 'read a webhook',
    expected: own(200),
    ask: (api, who, { webhook }) => api.send('GET', `/webhooks/${webhook}`, undefined, as(who)),
  },
  {
    what: 'read the log of a webhook',
    expected: own(200),
    ask: (api, who, { webhook }) =>
      api.send('GET', `/webhooks/${webhook}/deliveries`, undefined, as(who)),
  },
  {
    what: 'replay a webhook',
    expected: own(200),
    ask: (api, who, { webhook }) =>
      api.send('POST', `/webhooks/${webhook}/replay`, { after: aPlace }, as(who)),
  },
  {
    what: 'delete a webhook',
    expected: own(204),
    ask: (api, who, { webhook }) => api.send('DELETE', `/webhooks/${webhook}`, undefined, as(who)),
  },
];

/** The only one of the provider: there may be no more than ten. */
async function newWebhook(api: CommandApi): Promise<string> {
  for (const { id } of await api.store.webhooks.all()) {
    await api.send('DELETE', `/webhooks/${id}`, undefined, { as: 'administrator' });
  }
  const { body } = await api.send('POST', '/webhooks', { url: hookUrl });
  return body.id;
}
const uploadRows = (api: CommandApi, sent: Sent) =>
  api.inject(
    {
      ...{ method: 'POST', url: '/imports', payload: '{"title":"U"}' },
      headers: { 'content-type': 'application/x-ndjson' },
    },
    sent,
  );

async function thingsOf(api: CommandApi): Promise<Things> {
  const { body: actor } = await api.send('POST', '/actors', { name: 'One' });
  const { body } = await api.send('POST', '/movies', { title: 'M', cast: [{ actorId: actor.id }] });
  const input = { userId: viewer, ...paid };
  const sent = await api.send('POST', '/subscriptions', input, { as: 'administrator' });
  const webhook = await newWebhook(api);
  const upload = await uploadRows(api, as('provider'));
  const ids = { import: upload.body.id, subscription: sent.body.id, webhook };
  return { movie: body.id, actor: actor.id, ...ids };
}

const api = await startCommandApi(t);
for (const name of ['viewer', 'provider'] as const) await addUser(api, { id: callers[name].id });

for (const { what, expected, ask } of rights) {
  t.test(`who may ${what}`, async (t) => {
    for (const [index, who] of everybody.entries()) {
      const { status } = await ask(api, who, await thingsOf(api));
      t.equal(status, expected[index], who);
    }
  });
}

t.test('every route that needs a token is in the table', async (t) => {
  await api.app.ready();
  const paths = Object.values(api.app.swagger().paths ?? {});
  const secured = paths
    .flatMap((path) => Object.values(path ?? {}))
    .filter((operation) => JSON.stringify(operation).includes('"security":[{"bearer":[]}'));
  // Some routes are in it more than once: what they do depends on what is asked.
  const routes = new Set(rights.map(({ what, route }) => route ?? what));
  routes.delete('open to everybody');
  t.equal(secured.length, routes.size);
});

t.test('an actor in the movies of others is changed by administrators alone', async (t) => {
  const { actor } = await thingsOf(api);
  const cast = [{ actorId: actor }];
  await api.send('POST', '/movies', { title: 'Theirs', cast }, { as: 'rival' });
  const change = (who: CallerName) =>
    api.send('PATCH', `/actors/${actor}`, { name: 'C' }, { as: who });
  t.match(await change('provider'), { status: 409, body: { code: 'actor-in-use' } });
  t.match(await change('rival'), { status: 403 });
  t.match(await change('administrator'), { status: 200 });
});
