import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { GenerationChoice, ProjectorStatus } from '@marquee/contracts';
import type { ProjectorControl } from './projector-control.js';

const statusSchema = { response: { 200: ProjectorStatus } };
const changeSchema = { querystring: GenerationChoice, response: { 200: ProjectorStatus } };

/** `/admin/projector`, on the admin port. */
export function projectorRoutes(control: ProjectorControl): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/admin/projector', { schema: statusSchema }, async () => control.status());
    app.post('/admin/projector/pause', { schema: changeSchema }, async ({ query }) =>
      control.pause(query.generation),
    );
    app.post('/admin/projector/resume', { schema: changeSchema }, async ({ query }) =>
      control.resume(query.generation),
    );
  };
}
