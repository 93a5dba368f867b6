/** The route that both servers on the normalised tables have: pages by `limit` and `skip`. */
import fastify from 'fastify';
import { sayThatItListens } from './rival-settings.js';

export interface OffsetPages {
  readonly port: number;
  readonly total: number | undefined;
  readonly read: (limit: number, skip: number) => Promise<readonly object[]> | readonly object[];
}

const querystring = {
  type: 'object',
  properties: { limit: { type: 'integer' }, skip: { type: 'integer' } },
};

export async function serveOffsetPages({ port, total, read }: OffsetPages): Promise<void> {
  const app = fastify();
  app.get<{ Querystring: { limit: number; skip: number } }>(
    '/movies',
    { schema: { querystring } },
    async ({ query: { limit, skip } }) => ({
      items: await read(limit, skip),
      page: { limit, skip, total },
    }),
  );
  await app.listen({ port, host: '127.0.0.1' });
  sayThatItListens();
}
