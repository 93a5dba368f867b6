import t from 'tap';
import { startCommandApi } from './command-fixture.js';

const id = '01890000-0000-7000-8000-000000000001';
const json = { 'content-type': 'application/json' };

/** What a movie's fields must not hold, by the pointer of the fault. */
const badMovies: readonly [pointer: string, fields: Record<string, unknown>][] = [
  ['/title', { title: undefined }],
  ['/title', { title: null }],
  ['/title', { title: '' }],
  ['/title', { title: ' \n\u00a0 ' }],
  ['/title', { title: 5 }],
  ['/title', { title: ['a'] }],
  ['/title', { title: 'x'.repeat(501) }],
  ['/title', { title: '😀'.repeat(251) }],
  ['/title', { title: 'nul \u0000' }],
  ['/title', { title: 'bell \u0007' }],
  ['/title', { title: 'next line \u0085' }],
  ['/title', { title: 'half \ud800 pair' }],
  ['/title', { title: 'x'.repeat(900_000) }],
  ['/originalTitle', { originalTitle: '' }],
  ['/synopsis', { synopsis: 'x'.repeat(10_001) }],
  ['/tagline', { tagline: 'x'.repeat(501) }],
  ['/releaseDate', { releaseDate: '2023-02-30' }],
  ['/releaseDate', { releaseDate: '1999-3-1' }],
  ['/releaseDate', { releaseDate: '1999-03-31T00:00:00Z' }],
  ['/releaseDate', { releaseDate: '1066-10-14' }],
  ['/releaseDate', { releaseDate: 19990331 }],
  ['/year', { year: 1869 }],
  ['/year', { year: 2201 }],
  ['/year', { year: '1999' }],
  ['/year', { year: 1999.5 }],
  ['/year', { year: 2000, releaseDate: '1999-03-31' }],
  ['/runtimeMinutes', { runtimeMinutes: 0 }],
  ['/runtimeMinutes', { runtimeMinutes: 6_001 }],
  ['/runtimeMinutes', { runtimeMinutes: 1.5 }],
  ['/genres', { genres: 'Drama' }],
  ['/genres', { genres: Array.from({ length: 21 }, (_, i) => `${i}`) }],
  ['/genres/0', { genres: ['a,b'] }],
  ['/genres/0', { genres: ['a|b'] }],
  ['/genres/1', { genres: ['a', ''] }],
  ['/genres/0', { genres: [null] }],
  ['/genres/0', { genres: ['x'.repeat(101)] }],
  ['/tags', { tags: Array.from({ length: 51 }, (_, i) => `${i}`) }],
  ['/tags/0', { tags: [' '] }],
  ['/directors/0', { directors: ['x'.repeat(201)] }],
  ['/language', { language: 'english please' }],
  ['/language', { language: '' }],
  ['/posterUrl', { posterUrl: 'http://example.com/a.jpg' }],
  ['/posterUrl', { posterUrl: 'javascript:alert(1)' }],
  ['/posterUrl', { posterUrl: `https://example.com/${'x'.repeat(2_048)}` }],
  ['/tmdbId', { tmdbId: 0 }],
  ['/tmdbId', { tmdbId: '603' }],
  ['/tmdbId', { tmdbId: 2 ** 60 }],
  ['/imdbId', { imdbId: 'nm0000206' }],
  ['/imdbId', { imdbId: 'tt' }],
  ['/cast', { cast: {} }],
  ['/cast', { cast: Array.from({ length: 1_001 }, () => ({ name: 'A' })) }],
  ['/cast/0', { cast: [{}] }],
  ['/cast/0', { cast: [null] }],
  ['/cast/0/actorId', { cast: [{ actorId: 'nobody' }] }],
  ['/cast/0/name', { cast: [{ name: ' ' }] }],
  ['/cast/0/name', { cast: [{ name: 'x'.repeat(301) }] }],
  ['/cast/0/order', { cast: [{ name: 'A', order: -1 }] }],
  ['/cast/0/character', { cast: [{ name: 'A', character: 'x'.repeat(201) }] }],
  ['/cast/0/huh', { cast: [{ name: 'A', huh: 1 }] }],
  ['/huh', { huh: 1 }],
];

t.test('POST, PUT and PATCH name what is wrong with a movie', async (t) => {
  const { send } = await startCommandApi(t);
  await send('POST', '/movies', { id, title: 'There' });
  for (const [pointer, fields] of badMovies) {
    for (const [method, url] of [
      ['POST', '/movies'],
      ['PUT', `/movies/${id}`],
      ['PATCH', `/movies/${id}`],
    ] as const) {
      if (method === 'PATCH' && 'title' in fields && fields['title'] === undefined) continue;
      const answer = await send(method, url, { title: 'A', ...fields });
      const name = `${method} ${JSON.stringify(fields).slice(0, 60)}`;
      t.match(answer, { status: 400, body: { code: 'invalid-input' } }, name);
      const pointers = answer.body.errors?.map((fault) => fault.pointer);
      t.ok(pointers?.includes(pointer), `${name} names ${pointer}: ${pointers}`);
    }
  }
});

t.test('titles count in UTF-16 units and are kept as they are', async (t) => {
  const { send } = await startCommandApi(t);
  for (const title of ['😀'.repeat(250), 'x'.repeat(500), 'a\tb\nc', 'Ame\u0301lie', '<b>&amp;']) {
    const answer = await send('POST', '/movies', { title });
    t.strictSame([answer.status, answer.body.title], [201, title]);
  }
  t.equal((await send('POST', '/movies', { title: `  ${'x'.repeat(500)}  ` })).status, 201);
});

t.test('all faults of path, query, headers and body come at once', async (t) => {
  const { send } = await startCommandApi(t);
  const sent = { headers: { 'if-match': 'unquoted' } };
  const answer = await send('PUT', '/movies/nobody?huh=1', { year: 'x', more: 1 }, sent);
  t.equal(answer.status, 400);
  const places = answer.body.errors?.map(({ pointer, parameter }) => pointer ?? parameter);
  t.strictSame(places?.sort(), ['/more', '/title', '/year', 'huh', 'id', 'if-match']);
});

const anything: readonly [method: 'POST' | 'PUT' | 'PATCH', url: string, body: object][] = [
  ['POST', '/movies', { title: 'A' }],
  ['PUT', `/movies/${id}`, { title: 'A' }],
  ['PATCH', `/movies/${id}`, { title: 'A' }],
  ['POST', '/movies/batch', { movies: [{ title: 'A' }] }],
  ['PUT', `/movies/${id}/actors/${id}`, {}],
  ['POST', '/actors', { name: 'A' }],
  ['PUT', `/actors/${id}`, { name: 'A' }],
  ['PATCH', `/actors/${id}`, { name: 'A' }],
  ['PUT', `/movies/${id}/ratings/${id}`, { stars: 3 }],
  ['POST', '/users', { email: 'a@b.c', password: '12345678', firstName: 'A', lastName: 'B' }],
  ['PUT', `/users/${id}`, { email: 'a@b.c', firstName: 'A', lastName: 'B' }],
  ['PATCH', `/users/${id}`, { firstName: 'A' }],
  ['POST', '/subscriptions', { userId: id, plan: 'A', startDate: '2026-01-01' }],
  ['PUT', `/subscriptions/${id}`, { plan: 'A', startDate: '2026-01-01' }],
  ['PATCH', `/subscriptions/${id}`, { plan: 'A' }],
];

t.test('unknown and repeated parameters are refused on every route', async (t) => {
  const { send, inject } = await startCommandApi(t);
  for (const query of [
    'dryrun=true',
    'dryRun=1',
    'dryRun=true&dryRun=true',
    'a=1&a=2',
    '__proto__=1',
    '=',
  ]) {
    for (const [method, url, body] of anything) {
      const answer = await send(method, `${url}?${query}`, body, { as: 'administrator' });
      t.match(
        answer,
        { status: 400, body: { code: 'invalid-input' } },
        `${method} ${url}?${query}`,
      );
    }
    for (const url of [`/movies/${id}`, `/actors/${id}`, `/movies/${id}/ratings/${id}`]) {
      const sent = { as: 'administrator' } as const;
      t.equal((await inject({ method: 'DELETE', url: `${url}?${query}` }, sent)).status, 400);
    }
  }
});

t.test('ids that are no UUIDs are refused on every route', async (t) => {
  const { send } = await startCommandApi(t);
  for (const wrong of ['nobody', '1', `${id}0`, `{${id}}`, '%00', '%F0%9F%98%80', '..%2F..', ' ']) {
    for (const [method, url, body] of anything) {
      if (!url.includes(id) || method === 'POST') continue;
      const answer = await send(
        method,
        encodeURI(url.replaceAll(id, wrong)).replaceAll('%25', '%'),
        body,
        {
          as: 'administrator',
        },
      );
      t.match(
        answer,
        { status: 400, body: { errors: [{ parameter: 'id' }] } },
        `${method} ${wrong}`,
      );
    }
  }
});

const badBodies: readonly [what: string, payload: string | Buffer, status: number, code: string][] =
  [
    ['nothing', '', 400, 'invalid-input'],
    ['a cut object', '{"title":', 400, 'invalid-json'],
    ['two values', '{} {}', 400, 'invalid-json'],
    ['a NaN', '{"title": NaN}', 400, 'invalid-json'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'invalid-json'],
    ['null', 'null', 400, 'invalid-input'],
    ['an array', '[]', 400, 'invalid-input'],
    ['a number', '1e999', 400, 'invalid-input'],
    ['a text', '"x"', 400, 'invalid-input'],
    ['deep arrays', '['.repeat(200_000) + ']'.repeat(200_000), 400, 'invalid-json'],
    ['deep objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400, 'invalid-json'],
    ['__proto__', '{"__proto__": {"title": "A"}}', 400, 'invalid-input'],
    [
      '__proto__ beside',
      '{"title":"A","name":"A","stars":3,"movies":[{}],"__proto__":{"x":1}}',
      400,
      'invalid-input',
    ],
    ['constructor', '{"constructor": {"prototype": {"x": 1}}}', 400, 'invalid-input'],
    ['more than 10 MiB', `"${'x'.repeat(10 * 1024 * 1024)}"`, 413, 'body-too-large'],
  ];

t.test('bad bodies are refused on every route, and change no prototype', async (t) => {
  const { inject } = await startCommandApi(t);
  for (const [method, url] of anything) {
    for (const [what, payload, status, code] of badBodies) {
      const answer = await inject({ method, url, payload, headers: json }, { as: 'administrator' });
      t.match(answer, { status, body: { code } }, `${method} ${url}: ${what}`);
    }
  }
  t.notOk('x' in {} || 'title' in {});
});

const badTypes = [
  'text/plain',
  'application/jsonp',
  'application/json, text/plain',
  'application/json; charset=latin1',
  'application/json\ttext',
  'application/json;',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '',
];

t.test('other content types are refused on every route', async (t) => {
  const { inject } = await startCommandApi(t);
  for (const [method, url, body] of anything) {
    const types = method === 'PATCH' ? badTypes : [...badTypes, 'application/merge-patch+json'];
    for (const type of types) {
      const options = {
        method,
        url,
        payload: JSON.stringify(body),
        headers: { 'content-type': type },
      };
      const answer = await inject(options, { as: 'administrator' });
      t.match(
        answer,
        { status: 415, body: { code: 'unsupported-media-type' } },
        `${method} ${type}`,
      );
    }
    const none = await inject({ method, url }, { as: 'administrator' });
    t.equal(none.status, 400, `${method} ${url} without a body`);
  }
  for (const [type, status] of [
    ['text/plain', 415],
    ['application/json', 404],
  ] as const) {
    const options = {
      method: 'DELETE',
      url: `/movies/${id}`,
      headers: { 'content-type': type },
    } as const;
    t.equal((await inject({ ...options, payload: '{}' })).status, status);
  }
});

t.test('a malformed If-Match is refused by its name', async (t) => {
  const { send } = await startCommandApi(t);
  for (const ifMatch of ['5', '"5', '*, *', '']) {
    for (const url of [`/movies/${id}`, `/actors/${id}`]) {
      const answer = await send('PATCH', url, {}, { headers: { 'if-match': ifMatch } });
      t.match(answer, { status: 400, body: { errors: [{ parameter: 'if-match' }] } }, ifMatch);
    }
  }
});

t.test('actors and parts are checked like movies', async (t) => {
  const { send } = await startCommandApi(t);
  const bad: readonly [pointer: string, fields: object][] = [
    ['/name', { name: '' }],
    ['/name', { name: 'x'.repeat(301) }],
    ['/birthDate', { name: 'A', birthDate: '2023-02-30' }],
    ['/gender', { name: 'A', gender: 'other' }],
    ['/biography', { name: 'A', biography: 'x'.repeat(10_001) }],
    ['/imdbId', { name: 'A', imdbId: 'tt1' }],
    ['/movieCount', { name: 'A', movieCount: 5 }],
  ];
  for (const [pointer, fields] of bad) {
    const answer = await send('POST', '/actors', fields);
    t.match(answer, { status: 400, body: { errors: [{ pointer }] } }, pointer);
  }
  const part = await send('PUT', `/movies/${id}/actors/${id}`, {
    character: 5,
    order: 'x',
    name: 'A',
  });
  t.strictSame(part.body.errors?.map(({ pointer }) => pointer).sort(), [
    '/character',
    '/name',
    '/order',
  ]);
});

t.test('a wrong method is 405 with Allow, an unknown path 404', async (t) => {
  const { send } = await startCommandApi(t);
  const wrong = await send('DELETE', '/movies');
  t.match(wrong, { status: 405, headers: { allow: 'POST' }, body: { code: 'method-not-allowed' } });
  t.match(await send('GET', '/nothing'), { status: 404, body: { code: 'not-found' } });
});
