/** Who may do what to whose: every route of the command API, by role and ownership. */
import { t } from 'tap';
import { type CallerName, type CommandApi, callers, startCommandApi } from './command-fixture.js';

type Who = CallerName | 'nobody';
const everybody: readonly Who[] = ['administrator', 'provider', 'rival', 'viewer', 'nobody'];

/** Statuses in the order of `everybody`; `provider` made the movie and the actor. */
interface Right {
  readonly what: string;
  readonly expected: readonly number[];
  readonly ask: (api: CommandApi, who: Who, things: Things) => Promise<{ readonly status: number }>;
}

interface Things {
  readonly movie: string;
  /** In that movie alone. */
  readonly actor: string;
}

const as = (who: Who) => ({ as: who === 'nobody' ? null : who });
const viewer = callers.viewer.id;
const aComment = { text: 'Well.' };

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
    what: 'send a batch',
    expected: [200, 200, 200, 403, 401],
    ask: (api, who) => api.send('POST', '/movies/batch', { movies: [{ title: 'Y' }] }, as(who)),
  },
  {
    what: 'replace a movie by a row of a batch',
    expected: own(200),
    ask: async (api, who, { movie }) => {
      const movies = [{ id: movie, title: 'Z' }];
      const answer = await api.send('POST', '/movies/batch', { movies }, as(who));
      return answer.status === 200 ? { status: answer.body.results[0]?.status ?? 0 } : answer;
    },
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
];

async function thingsOf(api: CommandApi): Promise<Things> {
  const { body: actor } = await api.send('POST', '/actors', { name: 'One' });
  const { body } = await api.send('POST', '/movies', { title: 'M', cast: [{ actorId: actor.id }] });
  return { movie: body.id, actor: actor.id };
}

const api = await startCommandApi(t);

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
    .filter((operation) => JSON.stringify(operation).includes('"security":[{"bearer":[]}]'));
  // One route is in it twice: a batch makes and replaces.
  t.equal(secured.length, rights.length - 1);
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
