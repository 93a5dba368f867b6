import { StoreUnavailable } from '@marquee/contracts';
import t from 'tap';
import { patiently } from '../src/patiently.js';

/** Fails so many times before it answers with the number of the try. */
function failing(times: number, error: Error) {
  let tries = 0;
  return async () => {
    tries += 1;
    if (tries <= times) throw error;
    return tries;
  };
}

t.test('what a store that was away kept from being done is done when it is back', async (t) => {
  t.equal(await patiently(failing(3, new StoreUnavailable('away')), () => true, 1), 4);
});

t.test('patience ends, and other faults are not waited for', async (t) => {
  await t.rejects(
    patiently(failing(9, new StoreUnavailable('away')), () => false, 1),
    { message: 'away' },
  );
  await t.rejects(
    patiently(failing(1, new Error('a fault')), () => true, 1),
    { message: 'a fault' },
  );
});
