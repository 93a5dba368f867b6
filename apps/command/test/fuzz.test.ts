/** Whatever a caller sends, the answer is none of the server's faults, and as the document says. */
import fc from 'fast-check';
import t from 'tap';
import { startCommandApi } from './command-fixture.js';

const id = '01890000-0000-7000-8000-000000000001';
const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', '\u0000', '\ud800', '%', "'", '"', '\\', '[*]', '{}', '__proto__', '-0'),
);
const odd = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  oddText,
  fc.constantFrom(null, 0, -0, -1, 1e308, 2 ** 53, 0.1, true, [], {}),
  fc.array(oddText, { maxLength: 3 }),
);

/** A valid field or an odd one; unknown ones too. */
const fields = (valid: Record<string, unknown>) =>
  fc
    .dictionary(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...Object.keys(valid)) }, oddText),
      odd,
      { maxKeys: 2 },
    )
    .map((wrong) => ({ ...valid, ...wrong }));

const movie = {
  title: 'A',
  originalTitle: 'B',
  synopsis: 'C',
  releaseDate: '1999-03-31',
  year: 1999,
  genres: ['Drama'],
  tags: ['a'],
  directors: ['D'],
  language: 'en',
  tmdbId: null,
  imdbId: null,
  posterUrl: 'https://example.com',
  cast: [{ name: 'A', character: 'B', order: 1 }],
};
const part = { character: 'A', order: 1 };
const actor = { name: 'A', birthDate: '1964-09-02', gender: 'male', biography: 'B', tmdbId: null };

const requests = fc.oneof(
  fields(movie).map((body) => ['POST', '/movies', body] as const),
  fields(movie).map((body) => ['PUT', `/movies/${id}`, body] as const),
  fields(movie).map((body) => ['PATCH', `/movies/${id}`, body] as const),
  fields(part).map(
    (cast) => ['PATCH', `/movies/${id}`, { cast: [{ name: 'A', ...cast }] }] as const,
  ),
  fc
    .array(fc.oneof(fields(movie), odd), { maxLength: 5 })
    .map((movies) => ['POST', '/movies/batch', { movies }] as const),
  fields(part).map((body) => ['PUT', `/movies/${id}/actors/${id}`, body] as const),
  fields(actor).map((body) => ['POST', '/actors', body] as const),
  fields(actor).map((body) => ['PUT', `/actors/${id}`, body] as const),
  fields(actor).map((body) => ['PATCH', `/actors/${id}`, body] as const),
  fields({ stars: 3 }).map((body) => ['PUT', `/movies/${id}/ratings/${id}`, body] as const),
);

t.test('odd bodies never make the server fail', async (t) => {
  const { send } = await startCommandApi(t);
  await send('POST', '/movies', { id, title: 'There' });
  await send('POST', '/actors', { id, name: 'There' });
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(requests, async ([method, url, body]) => {
      const answer = await send(method, url, body, { as: 'administrator' });
      seen.add(answer.status);
      const worst = Math.max(
        answer.status,
        ...(answer.body.results ?? []).map(({ status }) => status),
      );
      if (worst >= 500) t.fail(`${method} ${url} ${JSON.stringify(body)}: ${answer.text}`);
    }),
    { numRuns: 400, interruptAfterTimeLimit: 30_000 },
  );
  t.ok(seen.has(200) && seen.has(201) && seen.has(400), `statuses ${[...seen]}`);
});

t.test('what was read back and sent again changes nothing, whatever it holds', async (t) => {
  const { send } = await startCommandApi(t);
  await fc.assert(
    fc.asyncProperty(fields(movie), async (body) => {
      const made = await send('POST', '/movies', body);
      if (made.status !== 201) return;
      const again = await send('PUT', `/movies/${made.body.id}`, made.body);
      t.strictSame([again.status, again.body], [200, made.body]);
    }),
    { numRuns: 150, interruptAfterTimeLimit: 30_000 },
  );
});
