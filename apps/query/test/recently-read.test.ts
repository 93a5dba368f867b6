import t from 'tap';
import { recentlyRead } from '../src/sessions/recently-read.js';

t.test('what was read a moment ago is read once, for all who ask', async (t) => {
  let clock = 0;
  let reads = 0;
  const recent = recentlyRead<number>({ keepMs: 250, now: () => clock });
  const read = async () => ++reads;
  const both = await Promise.all([recent('a', read), recent('a', read)]);
  t.same(both, [
    { value: 1, ageMs: 0 },
    { value: 1, ageMs: 0 },
  ]);
  clock = 249;
  t.same(await recent('a', read), { value: 1, ageMs: 249 });
  t.same(await recent('b', read), { value: 2, ageMs: 0 });
  clock = 250;
  t.same(await recent('a', read), { value: 3, ageMs: 0 });
});

t.test('a reading that failed is not kept', async (t) => {
  const recent = recentlyRead<number>({ keepMs: 250, now: () => 0 });
  const failing = async () => {
    throw new Error('away');
  };
  await t.rejects(recent('a', failing), { message: 'away' });
  t.same(await recent('a', async () => 1), { value: 1, ageMs: 0 });
});
