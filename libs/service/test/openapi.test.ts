import { Movie, MovieBatch, MovieInput, problems, Stars } from '@marquee/contracts';
import { pino } from 'pino';
import { t } from 'tap';
import { Type } from 'typebox';
import { bodyValidator, createHttpApp, problemResponses } from '../src/index.js';

async function documentOf() {
  const logger = pino({ level: 'silent' });
  const app = await createHttpApp({ logger, title: 'Test', description: 'For tests.' });
  const movie = { 'application/json': { schema: Movie } };
  const schema = {
    body: MovieInput,
    headers: Type.Object({ 'if-match': Type.Optional(Type.String()) }),
    querystring: Type.Object({
      dryRun: Type.Optional(Type.Boolean()),
      year: Type.Optional(Type.String({ description: 'A year.', examples: ['1999', '1990..'] })),
    }),
    response: {
      201: { description: 'Made.', content: movie },
      ...problemResponses('invalid-input', 'invalid-json', 'already-exists'),
    },
  };
  app.post('/movies', { schema }, async () => undefined);
  app.post('/movies/batch', { schema: { body: MovieBatch } }, async () => undefined);
  app.put('/stars', { schema: { body: Stars } }, async () => undefined);
  await app.ready();
  const answer = await app.inject('/openapi.json');
  await app.close();
  return answer.json();
}

t.test('the document is OpenAPI 3.1 and lists our routes alone', async (t) => {
  const document = await documentOf();
  t.equal(document.openapi, '3.1.0');
  t.same(Object.keys(document.paths), ['/movies', '/movies/batch', '/stars']);
});

t.test('schemas of the contract have their names, also inside one another', async (t) => {
  const { components, paths } = await documentOf();
  t.same(Object.keys(components.schemas), [
    'CastEntry',
    'Fault',
    'Movie',
    'MovieBatch',
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
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: { 'already-exists': { $ref: '#/components/examples/already-exists' } },
    },
  });
});

t.test('each refusal is shown by an example with all of its faults', async (t) => {
  const { examples } = (await documentOf()).components;
  t.same(Object.keys(examples), ['already-exists', 'invalid-input', 'invalid-json']);
  t.match(examples['invalid-input'].value, {
    code: 'invalid-input',
    status: 400,
    errors: [{ pointer: '/title' }, { pointer: '/runtimeMinutes' }],
  });
});

t.test('a body has an example beside the schema that it refers to', async (t) => {
  const { paths, components } = await documentOf();
  const body = paths['/movies'].post.requestBody.content['application/json'];
  t.same(body, { schema: { $ref: '#/components/schemas/MovieInput' }, example: body.example });
  t.same(components.schemas.MovieInput.examples, [body.example]);
  t.same(bodyValidator(MovieInput)(body.example), []);
  const batch = paths['/movies/batch'].post.requestBody.content['application/json'];
  for (const row of batch.example.movies) t.same(bodyValidator(MovieInput)(row), []);
});

t.test('rows of a batch are described as what each is validated against', async (t) => {
  const { MovieBatch } = (await documentOf()).components.schemas;
  t.same(MovieBatch.properties.movies.items, { $ref: '#/components/schemas/MovieInput' });
});

t.test('examples of a parameter are told, but not filled into forms', async (t) => {
  const { parameters } = (await documentOf()).paths['/movies'].post;
  const year = parameters.find(({ name }: { name: string }) => name === 'year');
  t.same(year, {
    name: 'year',
    in: 'query',
    required: false,
    description: 'A year. For example `1999` or `1990..`.',
    schema: { type: 'string', examples: ['1999', '1990..'] },
  });
});

t.test('headers are named as people write them', async (t) => {
  const { parameters } = (await documentOf()).paths['/movies'].post;
  t.match(parameters, [{ in: 'query' }, { in: 'query' }, { in: 'header', name: 'If-Match' }]);
});

t.test('operations come in described groups', async (t) => {
  const { tags } = await documentOf();
  t.same(
    tags.map(({ name }: { name: string }) => name),
    [
      ...[
        'movies',
        'imports',
        'actors',
        'search',
        'ratings',
        'plays',
        'comments',
        'sessions',
        'changes',
        'exports',
        'providers',
        'webhooks',
        'users',
        'subscriptions',
      ],
      ...['tokens', 'health'],
    ],
  );
});

t.test('the description lists every refusal there is', async (t) => {
  const { description } = (await documentOf()).info;
  t.match(description, /^For tests\./);
  t.match(description, 'UTF-16 units');
  for (const [code, [status, title]] of Object.entries(problems)) {
    t.match(description, `| \`${code}\` | ${status} | ${title} |`);
  }
});
