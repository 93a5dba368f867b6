import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { MovieTrace, uuid } from '@marquee/contracts';
import { type TraceDeps, traceMovie } from '@marquee/reconcile';
import { Type } from 'typebox';

const schema = { params: Type.Object({ id: uuid() }), response: { 200: MovieTrace } };

/** `/admin/movies/{id}/trace`, on the admin port. */
export function traceRoute(deps: TraceDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/admin/movies/:id/trace', { schema }, async ({ params }) =>
      traceMovie(deps, params.id.toLowerCase()),
    );
  };
}
