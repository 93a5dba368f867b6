import { t } from 'tap';
import { authorization, testApp } from './test-app.js';

const id = '0190a5b4-7b1c-7000-8000-000000000001';
const json = { authorization, 'content-type': 'application/json' };

t.test('a refusal is a problem document', async (t) => {
  const { app } = await testApp(t);
  const answer = await app.inject({ url: '/conflict?x=1', headers: { 'x-request-id': 'abc' } });
  t.equal(answer.statusCode, 400, 'an unknown parameter');
  const conflict = await app.inject({ url: '/conflict', headers: { 'x-request-id': 'abc' } });
  t.equal(conflict.headers['content-type'], 'application/problem+json');
  t.equal(conflict.headers['cache-control'], 'no-store');
  t.same(conflict.json(), {
    type: 'urn:marquee:problem:already-exists',
    title: 'One of its identifiers is taken',
    status: 409,
    detail: 'tmdbId 603 is taken.',
    instance: '/conflict',
    code: 'already-exists',
    requestId: 'abc',
  });
});

t.test('a failure says nothing of the inside', async (t) => {
  const { app, lines } = await testApp(t, 'error');
  const answer = await app.inject('/broken');
  t.match(answer.json(), { status: 500, code: 'internal-error', detail: 'Something went wrong' });
  t.notMatch(answer.body, 'hunter2');
  t.match(lines, [{ err: { message: 'the password is hunter2' } }], 'the log has it');
});

t.test('a store that does not answer is 503, to be tried again', async (t) => {
  const { app } = await testApp(t);
  const answer = await app.inject('/unavailable');
  t.match(answer.json(), { status: 503, code: 'unavailable' });
  t.match(answer.headers['retry-after'], /^[1-9]\d*$/);
  t.notMatch(answer.body, '10.0.0.7');
});

t.test('faults of path, query and body come in one answer', async (t) => {
  const { app } = await testApp(t);
  const url = '/things?limit=1e2&limits=1&name=a&name=b';
  const answer = await app.inject({ method: 'POST', url, headers: json, payload: { nam: 'x' } });
  t.equal(answer.statusCode, 400);
  t.match(
    answer
      .json()
      .errors.map((fault: Record<string, string>) => [
        fault['parameter'] ?? fault['pointer'],
        fault['code'],
      ]),
    [
      ['limits', 'unknown'],
      ['limit', 'wrong-type'],
      ['name', 'repeated'],
      ['/name', 'required'],
      ['/nam', 'unknown'],
    ],
  );
  t.match((await app.inject('/things/7')).json(), {
    status: 400,
    errors: [{ parameter: 'id', code: 'not-a-uuid' }],
  });
});

t.test('a query that is not percent-encoded UTF-8 is a fault', async (t) => {
  const { app } = await testApp(t);
  for (const part of ['name=%FF', 'name=%', 'name=%zz', 'name=%ED%A0%80']) {
    t.match((await app.inject(`/things?${part}`)).json(), {
      errors: [{ parameter: 'name', code: 'wrong-encoding' }],
    });
  }
  t.same((await app.inject('/things?name=%25FF+%C3%A9')).json(), { name: '%FF é' });
});

t.test('a path that is not percent-encoded UTF-8 is refused', async (t) => {
  const { app } = await testApp(t);
  for (const path of ['/things/%', '/things/%FF', '/things/%zz']) {
    const answer = await app.inject(path);
    t.match(answer.json(), { status: 400, code: 'invalid-input', instance: path });
    t.match(answer.headers, { 'x-request-id': /./, 'content-type': 'application/problem+json' });
  }
  t.match((await app.inject(`/things/${'x'.repeat(300)}`)).json(), { code: 'uri-too-long' });
});

t.test('bodies that are not JSON are refused', async (t) => {
  const { app } = await testApp(t);
  const post = (payload: string | Buffer) =>
    app.inject({ method: 'POST', url: '/things', headers: json, payload });
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  for (const payload of ['{', '{"name":"x"', "{'name':1}", 'NaN', '{"name":"x"}x', deep]) {
    t.match((await post(payload)).json(), {
      status: 400,
      code: 'invalid-json',
      errors: [{ pointer: '' }],
    });
  }
  const latin1 = Buffer.from('{"name":"é"}', 'latin1');
  t.match((await post(latin1)).json(), { code: 'invalid-json', detail: /UTF-8/ });
  t.same((await post('\ufeff{"name":"x"}')).json(), { name: 'x' }, 'a byte order mark is skipped');
  t.match((await post('null')).json().errors, [{ pointer: '', code: 'wrong-type' }]);
  t.match((await post('{"name":"x","__proto__":{}}')).json().errors, [{ pointer: '/__proto__' }]);
  t.match((await post('')).json().errors, [{ pointer: '', code: 'required' }]);
});

t.test('only JSON in UTF-8 is taken, under its exact name', async (t) => {
  const { app } = await testApp(t);
  const send = (method: 'POST' | 'PATCH', type: string) => {
    const headers = { authorization, 'content-type': type };
    return app.inject({ method, url: '/things', headers, payload: '{"name":"x"}' });
  };
  const good = [
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json\t;\tcharset=utf-8',
  ];
  for (const type of good) t.equal((await send('POST', type)).statusCode, 200, type);
  const bad = [
    '',
    'text/plain',
    'application/json x',
    'application/json\tx',
    'application/json;foo',
    'application/json;charset=latin1',
    'application/json; charset=utf-8; charset=latin1',
    'application/jsonx',
    'application/json, text/plain',
    'application/x-www-form-urlencoded',
    'application/merge-patch+json',
    'application/problem+json',
    'a\\application/json',
    'application/json\xa0',
  ];
  for (const type of bad) {
    t.match((await send('POST', type)).json(), { status: 415, code: 'unsupported-media-type' });
  }
  t.equal((await send('PATCH', 'application/merge-patch+json')).statusCode, 200);
  t.equal((await send('PATCH', 'application/json')).statusCode, 200);
  t.match((await send('PATCH', 'text/plain')).json(), { detail: /merge-patch/ });
});

t.test('a compressed body is refused, whatever is in it', async (t) => {
  const { app } = await testApp(t);
  const send = (coding: string) => {
    const headers = { ...json, 'content-encoding': coding };
    return app.inject({ method: 'POST', url: '/things', headers, payload: '{"name":"x"}' });
  };
  for (const coding of ['gzip', 'br', 'identity, gzip', 'x']) {
    const answer = await send(coding);
    t.match(answer.json(), { status: 415, detail: /compressed/ }, coding);
    t.equal(answer.headers['accept-encoding'], 'identity');
  }
  t.equal((await send('identity')).statusCode, 200);
});

t.test('a type without a body does not matter', async (t) => {
  const { app } = await testApp(t);
  const get = await app.inject({ url: '/things', headers: { 'content-type': 'text/plain' } });
  t.equal(get.statusCode, 200);
  const url = `/things/${id}`;
  t.equal((await app.inject({ method: 'DELETE', url, headers: json })).statusCode, 204);
});

t.test('who may not write learns nothing of their input', async (t) => {
  const { app } = await testApp(t);
  const headers = { 'content-type': 'text/plain' };
  for (const authorization of [undefined, '', 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer a b']) {
    const answer = await app.inject({
      method: 'POST',
      url: '/things?limit=x',
      headers: authorization === undefined ? headers : { ...headers, authorization },
      payload: '{',
    });
    t.match(answer.json(), { status: 401, code: 'unauthorized' });
    t.match(answer.headers['www-authenticate'], /^Bearer/);
  }
});

t.test('unknown paths are 404, wrong methods 405, whatever their body', async (t) => {
  const { app } = await testApp(t);
  const payload = { headers: { 'content-type': 'text/plain' }, payload: '{' };
  for (const url of ['/', '/thing', '/Things', '/things/a/b', '//things']) {
    t.match((await app.inject({ url })).json(), { status: 404, code: 'not-found', instance: url });
    t.equal((await app.inject({ method: 'POST', url, ...payload })).statusCode, 404);
  }
  for (const method of ['PUT', 'DELETE', 'OPTIONS', 'TRACE'] as const) {
    const answer = await app.inject({ method: method as 'PUT', url: '/things', ...payload });
    t.match(answer.json(), { status: 405, code: 'method-not-allowed' }, method);
    t.equal(answer.headers.allow, 'GET, HEAD, PATCH, POST');
  }
  const one = await app.inject({ method: 'POST', url: `/things/${id}`, ...payload });
  t.equal(one.headers.allow, 'DELETE, GET, HEAD');
});

t.test('a path of its own is no id: its methods alone are allowed', async (t) => {
  const { app } = await testApp(t);
  for (const method of ['GET', 'DELETE', 'PUT'] as const) {
    const answer = await app.inject({ method, url: '/things/all?x=1' });
    t.match(answer.json(), { status: 405, code: 'method-not-allowed' }, method);
    t.equal(answer.headers.allow, 'POST');
  }
  t.equal((await app.inject({ method: 'POST', url: '/things/all' })).statusCode, 200);
});

t.test('HEAD answers as GET does, without a body', async (t) => {
  const { app } = await testApp(t);
  const get = await app.inject('/things?name=x');
  const head = await app.inject({ method: 'HEAD', url: '/things?name=x' });
  t.equal(head.statusCode, 200);
  t.equal(head.body, '');
  t.equal(head.headers['content-length'], get.headers['content-length']);
  t.equal((await app.inject({ method: 'HEAD', url: '/things?limit=x' })).statusCode, 400);
});

t.test(
  'every answer carries a request id: the well-formed one of the caller, else ours',
  async (t) => {
    const { app } = await testApp(t);
    const idFor = async (given: string, url = '/things') =>
      (await app.inject({ url, headers: { 'x-request-id': given } })).headers['x-request-id'];
    for (const url of ['/things', '/nowhere', '/broken', '/things/%']) {
      t.equal(await idFor('r-1:A_b.c~d/e+f=@', url), 'r-1:A_b.c~d/e+f=@');
    }
    for (const given of ['', 'a b', 'é', 'a"b', 'x'.repeat(129), 'a,b', '<script>']) {
      t.match(await idFor(given), /^[0-9a-f-]{36}$/, given);
    }
  },
);

t.test('the documents are always open', async (t) => {
  const { app } = await testApp(t);
  const files = ['/docs', '/docs/', '/docs/static/swagger-ui.css', '/openapi.json'];
  for (const url of files) {
    const answer = await app.inject(url);
    t.equal(answer.statusCode === 302 ? 200 : answer.statusCode, 200, url);
  }
  t.match((await app.inject('/docs/static/none')).json(), { status: 404 });
});
