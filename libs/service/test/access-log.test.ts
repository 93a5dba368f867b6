import { t } from 'tap';
import { authorization, testApp, token } from './test-app.js';

const json = { authorization, 'content-type': 'application/json' };

t.test('a write is one line at info, without its body, query or token', async (t) => {
  const { app, lines } = await testApp(t, 'info');
  const headers = { ...json, 'x-request-id': 'abc' };
  const payload = '{"name":"secret"}';
  await app.inject({ method: 'POST', url: '/things?name=hidden', headers, payload });
  t.match(lines, [
    { level: 30, requestId: 'abc', method: 'POST', route: '/things', status: 200, ms: Number },
  ]);
  t.equal(lines.length, 1);
  t.notMatch(JSON.stringify(lines), new RegExp(`secret|hidden|${token}`));
});

t.test('a read that succeeds is one line at debug', async (t) => {
  const quiet = await testApp(t, 'info');
  await quiet.app.inject('/things');
  t.same(quiet.lines, []);
  const debugging = await testApp(t, 'debug');
  await debugging.app.inject('/things');
  t.match(debugging.lines, [{ level: 20, method: 'GET', route: '/things', status: 200 }]);
});

t.test('what fails is logged at info, whatever it was', async (t) => {
  const { app, lines } = await testApp(t, 'info');
  await app.inject('/nowhere/at/all');
  await app.inject('/things/%FF');
  await app.inject({ method: 'POST', url: '/things' });
  await app.inject('/things?limit=x');
  t.match(lines, [
    { status: 404, route: null },
    { status: 400, route: null },
    { status: 401, route: '/things' },
    { status: 400, route: '/things' },
  ]);
  t.equal(lines.length, 4);
});
