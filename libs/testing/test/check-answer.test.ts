import { t } from 'tap';
import { checkAnswer } from '../src/index.js';

const json = (schema: object) => ({ 'application/json': { schema } });
const document = {
  openapi: '3.1.0',
  paths: {
    '/movies/{id}': {
      get: {
        responses: {
          200: {
            description: 'A movie.',
            headers: { ETag: { schema: { type: 'string' } } },
            content: json({ $ref: '#/components/schemas/Movie' }),
          },
          404: { description: 'None.', content: { 'application/problem+json': { schema: {} } } },
        },
      },
      delete: { responses: { 204: { description: 'It is gone.' } } },
    },
    '/movies/batch': {
      get: {
        responses: { 200: { description: 'Not a movie.', content: json({ type: 'array' }) } },
      },
    },
  },
  components: {
    schemas: {
      Movie: {
        type: 'object',
        required: ['id', 'addedAt'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          addedAt: { type: ['string', 'null'], format: 'date-time' },
        },
        additionalProperties: false,
      },
    },
  },
};

const movie = { id: '0190a5b4-7b1c-7000-8000-000000000001', addedAt: '2026-01-31T09:30:00.000Z' };
const good = {
  method: 'GET',
  url: '/movies/1?fields=full',
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', etag: '"1"' },
  body: JSON.stringify(movie),
};
const withBody = (body: object) => checkAnswer(document, { ...good, body: JSON.stringify(body) });

t.test('an answer as promised has no faults', async (t) => {
  t.same(checkAnswer(document, good), []);
  t.same(checkAnswer(document, { ...good, method: 'HEAD', body: '' }), []);
  const gone = { ...good, method: 'DELETE', status: 204, headers: {}, body: '' };
  t.same(checkAnswer(document, gone), []);
});

t.test('a path, method or status that the document does not have is a fault', async (t) => {
  t.match(checkAnswer(document, { ...good, url: '/films' }), ['no path for /films']);
  for (const other of [{ method: 'PUT' }, { status: 500 }]) {
    t.match(checkAnswer(document, { ...good, ...other }), [/is not in the document/]);
  }
});

t.test('a body is held against its schema, in every field', async (t) => {
  t.match(withBody({ ...movie, extra: 1 }), [/additional properties .*extra/]);
  t.match(withBody({ id: movie.id }), [/required .*addedAt/]);
  t.match(withBody({ ...movie, id: movie.id.toUpperCase() }), [/\/id .*uuid/]);
  t.match(withBody({ ...movie, addedAt: '2026-01-31T09:30:00Z' }), [/\/addedAt .*date-time/]);
  t.same(withBody({ ...movie, addedAt: null }), []);
});

t.test(
  'a missing header, a wrong content type and a body that should not be are faults',
  async (t) => {
    const { etag: _, ...headers } = good.headers;
    t.match(checkAnswer(document, { ...good, headers }), [/header ETag is missing/]);
    const html = { ...good, headers: { ...good.headers, 'content-type': 'text/html' } };
    t.match(checkAnswer(document, html), [/content type "text\/html"/]);
    t.match(checkAnswer(document, { ...good, method: 'HEAD' }), [/has a body/]);
    t.match(checkAnswer(document, { ...good, method: 'DELETE', status: 204 }), [/has a body/]);
  },
);

t.test('a literal path goes before one with parameters', async (t) => {
  t.same(checkAnswer(document, { ...good, url: '/movies/batch', body: '[]' }), []);
});
