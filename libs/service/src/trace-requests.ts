/** A span for each request but those for health. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Span, Tracing } from './tracing.js';

/** To be called before the routes are registered. */
export function traceRequests(app: FastifyInstance, tracing: Tracing | null): void {
  if (tracing === null) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers } = request;
    const route = request.routeOptions.url ?? 'unknown';
    if (!route.startsWith('/health/')) {
      const parent = headers['traceparent'];
      const span = tracing.begin(`${method} ${route}`, {
        ...{ kind: 'server', parent: typeof parent === 'string' ? parent : undefined },
        attributes: {
          ...{ 'http.request.method': method, 'http.route': route },
          'marquee.request.id': request.id,
        },
      });
      // What the request leads to is led to by this span, not directly by the caller's.
      headers['traceparent'] = span.traceparent;
      spans.set(request, span);
    }
    done();
  });
  app.addHook('onResponse', (request, { statusCode }, done) => {
    const attributes = { 'http.response.status_code': statusCode };
    const error = statusCode >= 500 ? new Error(String(statusCode)) : undefined;
    spans.get(request)?.end({ attributes, error });
    done();
  });
}
