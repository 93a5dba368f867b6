import t from 'tap';
import { readTogether } from '../src/sessions/read-together.js';

/** Reads that end when they are told to. */
function slowly() {
  const ends: ((value: number) => void)[] = [];
  const read = () => new Promise<number>((resolve) => ends.push(resolve));
  return { ends, read };
}

/** What was asked for so far is being read. */
async function begun(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate);
}

t.test('who comes while it is read waits for the next read, with all who come', async (t) => {
  const together = readTogether<number>();
  const { ends, read } = slowly();
  const first = together('a', read);
  await begun();
  const later = [together('a', read), together('a', read)];
  t.equal(ends.length, 1);
  ends[0]?.(1);
  t.equal(await first, 1);
  await begun();
  t.equal(ends.length, 2, 'one for both');
  const third = together('a', read);
  ends[1]?.(2);
  t.same(await Promise.all(later), [2, 2]);
  await begun();
  ends[2]?.(3);
  t.equal(await third, 3);
  const other = together('b', read);
  await begun();
  ends[3]?.(4);
  t.equal(await other, 4, 'another key is another read');
});

t.test('who comes before it begins joins, though it never waits itself', async (t) => {
  const together = readTogether<number>();
  let reads = 0;
  const read = async () => ++reads;
  t.same(await Promise.all([together('a', read), together('a', read)]), [1, 1]);
  t.equal(await together('a', read), 2);
});

t.test('a read that fails fails for those who share it, and not for those after it', async (t) => {
  const together = readTogether<number>();
  let fail = (_: Error) => {};
  const failing = () =>
    new Promise<number>((_, reject) => {
      fail = reject;
    });
  const first = together('a', failing);
  await begun();
  const second = together('a', async () => 1);
  fail(new Error('away'));
  await t.rejects(first, { message: 'away' });
  t.equal(await second, 1);
  t.equal(await together('a', async () => 2), 2);
});
