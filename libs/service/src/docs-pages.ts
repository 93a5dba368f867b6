/** `/docs` and `/openapi.json`: Swagger UI under a policy that lets it load what it is made of, and nothing else. */
import fastifyHelmet from '@fastify/helmet';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { removeAnswerHeaders } from './answer-headers.js';

const directives = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"], // it styles its elements in place
};

export async function docsPages(app: FastifyInstance, title: string): Promise<void> {
  await app.register(async (pages) => {
    removeAnswerHeaders(pages);
    await pages.register(fastifyHelmet, {
      contentSecurityPolicy: { useDefaults: false, directives },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: { includeSubDomains: false },
    });
    await pages.register(fastifySwaggerUi, {
      routePrefix: '/docs',
      theme: { title },
      uiConfig: {
        layout: 'BaseLayout', // without a bar that asks for other documents
        persistAuthorization: true,
        docExpansion: 'list',
        tryItOutEnabled: true,
        displayRequestDuration: true,
      },
    });
  });
}
