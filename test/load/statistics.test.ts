import { test } from 'tap';
import { interleaved, roundsOf } from './harness/rounds.js';
import { median, quantile, ratios } from './harness/statistics.js';

test('the median is the middle one, or the mean of the middle two', async (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([4, 1, 2, 3]), 2.5);
  t.equal(median([7]), 7);
  t.ok(Number.isNaN(median([])));
});

test('a quantile is the smallest value that the share does not exceed', async (t) => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  t.equal(quantile(hundred, 0.5), 50);
  t.equal(quantile(hundred, 0.99), 99);
  t.equal(quantile(hundred, 1), 100);
  t.equal(quantile(hundred, 0), 1);
  t.equal(quantile([5], 0.99), 5);
});

test('ratios are taken round by round', async (t) => {
  t.same(ratios([2, 9], [1, 3]), [2, 3]);
  t.throws(() => ratios([1], [1, 2]), RangeError);
});

test('contenders are measured in turn, every second round backwards, without what warms them up', async (t) => {
  const calls: string[] = [];
  const measured = (name: string) => async () => calls.push(name);
  const samples = await interleaved({ a: measured('a'), b: measured('b') }, { rounds: 2 });
  t.equal(calls.join(''), 'baabba');
  t.same(
    roundsOf(samples, 'a', (call) => call),
    [3, 6],
  );
  t.throws(() => roundsOf(samples, 'c', (call) => call), RangeError);
});
