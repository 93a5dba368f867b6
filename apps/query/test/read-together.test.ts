import t from 'tap';
import { readTogether } from '../src/sessions/read-together.js';

/** Reads that end when they are told to. */
function slowly() {
  const ends: ((value: number) => void)[] = [];
  const read = () => new Promise<number>((resolve) => ends.push(resolve));
  return { ends, read };
}

t.test('who comes while it is read waits for the next read, with all who come', async (t) => {
  const together = readTogether<number>();
  const { ends, read } = slowly();
  const first = together('a', read);
  const later = [together('a', read), together('a', read)];
  t.equal(ends.length, 1);
  ends[0]?.(1);
  t.equal(await first, 1);
  await new Promise(setImmediate);
  t.equal(ends.length, 2, 'one for both');
  const third = together('a', read);
  ends[1]?.(2);
  t.same(await Promise.all(later), [2, 2]);
  await new Promise(setImmediate);
  ends[2]?.(3);
  t.equal(await third, 3);
  const other = together('b', read);
  ends[3]?.(4);
  t.equal(await other, 4, 'another key is another read');
});

t.test('a read that fails fails for those who share it, and not for those after it', async (t) => {
  const together = readTogether<number>();
  const failing = async () => {
    throw new Error('away');
  };
  const [first, second] = [together('a', failing), together('a', async () => 1)];
  await t.rejects(first, { message: 'away' });
  t.equal(await second, 1);
  t.equal(await together('a', async () => 2), 2);
});
