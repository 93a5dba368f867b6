import { Movie, MovieInput, problems, Stars } from '@marquee/contracts';
import { pino } from 'pino';
import { t } from 'tap';
import { Type } from 'typebox';
import { createHttpApp, problemResponses } from '../src/index.js';

async function documentOf() {
  const logger = pino({ level: 'silent' });
  const app = await createHttpApp({ logger, title: 'Test', description: 'For tests.' });
  const movie = { 'application/json': { schema: Movie } };
  const schema = {
    body: MovieInput,
    querystring: Type.Object({ dryRun: Type.Optional(Type.Boolean()) }),
    response: {
      201: { description: 'Made.', content: movie },
      ...problemResponses('invalid-input', 'invalid-json', 'already-exists'),
    },
  };
  app.post('/movies', { schema }, async () => undefined);
  app.put('/stars', { schema: { body: Stars } }, async () => undefined);
  await app.ready();
  const answer = await app.inject('/openapi.json');
  await app.close();
  return answer.json();
}

t.test('the document is OpenAPI 3.1 and lists our routes alone', async (t) => {
  const document = await documentOf();
  t.equal(document.openapi, '3.1.0');
  t.same(Object.keys(document.paths), ['/movies', '/stars']);
});

t.test('schemas of the contract have their names, also inside one another', async (t) => {
  const { components, paths } = await documentOf();
  t.same(Object.keys(components.schemas), [
    'CastEntry',
    'Fault',
    'Movie',
    'MovieInput',
    'Problem',
    'Rating',
    'Stars',
  ]);
  const { requestBody, responses } = paths['/movies'].post;
  t.same(requestBody.content['application/json'].schema, {
    $ref: '#/components/schemas/MovieInput',
  });
  t.same(responses['201'].content['application/json'].schema, {
    $ref: '#/components/schemas/Movie',
  });
  t.same(components.schemas.Movie.properties.cast.items, {
    $ref: '#/components/schemas/CastEntry',
  });
  t.notMatch(JSON.stringify(components), 'def-0');
});

t.test('what may be null says so in its type, as OpenAPI 3.1 wants it', async (t) => {
  const { components } = await documentOf();
  t.same(components.schemas.Movie.properties.year.type, ['integer', 'null']);
  t.notMatch(JSON.stringify(components), '"nullable"');
});

t.test('limits and our own keywords stay in the document', async (t) => {
  const { components } = await documentOf();
  t.match(components.schemas.MovieInput, {
    'x-rule': 'year-agrees-with-release-date',
    properties: { title: { minLength: 1, maxLength: 500, 'x-text': true } },
  });
});

t.test('refusals of one status share a response that names their codes', async (t) => {
  const { responses } = (await documentOf()).paths['/movies'].post;
  t.same(Object.keys(responses), ['201', '400', '409']);
  t.match(responses['400'].description, /`invalid-input`: .*`invalid-json`: /);
  t.same(responses['409'].content, {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  });
});

t.test('the description lists every refusal there is', async (t) => {
  const { description } = (await documentOf()).info;
  t.match(description, /^For tests\./);
  t.match(description, 'UTF-16 units');
  for (const [code, [status, title]] of Object.entries(problems)) {
    t.match(description, `| \`${code}\` | ${status} | ${title} |`);
  }
});
