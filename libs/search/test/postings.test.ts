import fc from 'fast-check';
import { test } from 'tap';
import { createPostings, createReading, isMarked, valueIn } from '../src/postings.js';

test('lists that grow side by side are read as they were written', async (t) => {
  const numbers = fc.uniqueArray(fc.nat(2 ** 30 - 1), { maxLength: 300 });
  const property = fc.property(fc.array(numbers, { minLength: 1, maxLength: 8 }), (lists) => {
    const postings = createPostings();
    const sorted = lists.map((list) => [...list].sort((a, b) => a - b));
    const opened = sorted.map(() => postings.open());
    const longest = Math.max(...sorted.map(({ length }) => length));
    for (let at = 0; at < longest; at += 1) {
      for (const [n, list] of opened.entries()) {
        const value = sorted[n]?.[at];
        if (value === undefined) continue;
        postings.append(list, value, value % 3 === 0);
        postings.append(list, value, true); // once more: passed over
      }
    }
    const reading = createReading();
    return opened.every((list, n) => {
      postings.read(list, reading);
      const codes = [...reading.codes.subarray(0, reading.length)];
      return (
        postings.size(list) === sorted[n]?.length &&
        codes.every((code, at) => {
          const value = sorted[n]?.[at] ?? -1;
          return valueIn(code) === value && isMarked(code) === (value % 3 === 0);
        })
      );
    });
  });
  t.doesNotThrow(() => fc.assert(property, { seed: 1, numRuns: 100 }));
});
