/** 404 for paths that no route has, 405 with `Allow` for those that some route has. */
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem-answers.js';

export function answerUnknownRoutes(app: FastifyInstance): void {
  const methodsByPattern = new Map<
    string,
    { readonly pattern: RegExp; readonly methods: Set<string> }
  >();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsByPattern.get(url) ?? {
      pattern: patternOf(url),
      methods: new Set<string>(),
    };
    for (const name of [method].flat()) known.methods.add(name);
    methodsByPattern.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = new Set<string>();
    for (const { pattern, methods } of methodsByPattern.values()) {
      if (pattern.test(path)) for (const method of methods) allowed.add(method);
    }
    if (allowed.size === 0) return sendProblem(request, reply, new Rejected('not-found'));
    reply.header('allow', [...allowed].sort().join(', '));
    return sendProblem(request, reply, new Rejected('method-not-allowed'));
  });
}

/** Only what our routes use: literal segments, `:parameters`, and `*` at the end. */
function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replace(/\*$/, '.*');
  return new RegExp(`^${source}$`);
}
