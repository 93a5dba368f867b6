import { t } from 'tap';
import { loggedError } from '../src/logger.js';

t.test('an error is logged by type, message, stack and code, with what caused it', async (t) => {
  const cause = Object.assign(new TypeError('no such host'), { code: 'ENOTFOUND' });
  const error = Object.assign(new Error('not reached', { cause }), { code: 'EFAILED' });
  t.match(loggedError(error), {
    ...{ type: 'Error', message: 'not reached: no such host', code: 'EFAILED' },
    stack: /logger\.test.*caused by: TypeError/s,
  });
});

t.test('whatever else a driver hangs on its errors is not logged', async (t) => {
  const refused = Object.assign(new Error('WRONGPASS'), {
    command: { name: 'auth', args: ['app', 'hunter2'] },
    parameters: ['hunter2'],
  });
  const wrapped = new Error('Redis does not answer', { cause: refused });
  const several = new AggregateError([refused, new AggregateError([wrapped])], 'all failed');
  for (const error of [refused, wrapped, several]) {
    t.notMatch(JSON.stringify(loggedError(error)), 'hunter2');
    t.match(JSON.stringify(loggedError(error)), 'WRONGPASS');
  }
});

t.test('what is thrown and is no error is logged as a text', async (t) => {
  t.equal(loggedError('stopped'), 'stopped');
  t.equal(loggedError({ args: ['hunter2'] }), '[object Object]');
  t.equal(loggedError(undefined), undefined);
});
