/** 404 for paths that no route has, 405 with `Allow` for those that some route has. */
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

interface Path {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

export function answerUnknownRoutes(app: FastifyInstance): void {
  const paths = new Map<string, Path>();
  app.addHook('onRoute', ({ url, method }) => {
    const path = paths.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const name of [method].flat()) path.methods.add(name);
    paths.set(url, path);
  });
  const refuse = (request: FastifyRequest, reply: FastifyReply) => {
    const asked = pathOf(request);
    const own = paths.get(asked);
    const matching = [...paths.values()].filter(({ pattern }) => pattern.test(asked));
    const allowed = (own ? [own] : matching).flatMap(({ methods }) => [...methods]);
    // A route may also say itself that it has nothing there.
    if (allowed.length === 0 || allowed.includes(request.method)) throw new Rejected('not-found');
    reply.header('allow', [...new Set(allowed)].sort().join(', '));
    throw new Rejected('method-not-allowed');
  };
  // `GET /movies/batch` would else be a movie of a strange id: a path of its own comes before those with parameters.
  const isShadowed = (request: FastifyRequest) =>
    request.routeOptions.url?.includes(':') === true &&
    paths.get(pathOf(request))?.methods.has(request.method) === false;
  // Before the body is looked at: what is wrong with it does not matter here.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || isShadowed(request)) refuse(request, reply);
  });
  app.setNotFoundHandler(refuse);
}

const pathOf = ({ url }: FastifyRequest) => url.split('?', 1)[0] ?? '/';

/** Only what our routes use: literal segments, `:parameters`, and `*` at the end. */
function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replace(/\*$/, '.*');
  return new RegExp(`^${source}$`);
}
