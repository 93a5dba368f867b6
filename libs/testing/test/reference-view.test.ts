import { test } from 'tap';
import { idOf } from '../src/builders.js';
import { referenceView } from '../src/reference-view.js';
import { seededRandom } from '../src/seeded-random.js';

const place = { table: 'movieLists', list: 'all/title', bucket: 0, sortKey: 'a', id: idOf(1) };
const put = (version: number) => ({ ...place, op: 'put', version, json: `${version}` }) as const;
const remove = (version: number) => ({ ...place, op: 'remove', version }) as const;

test('the higher version wins, at the same one a removal, in any order', async (t) => {
  const cases = [
    [[put(1), put(2)], put(2)],
    [[put(1), remove(2)], undefined],
    [[put(2), remove(2)], undefined],
    [[put(3), remove(2)], put(3)],
  ] as const;
  for (const [mutations, expected] of cases) {
    for (const order of [mutations, [...mutations].reverse(), [...mutations, ...mutations]]) {
      const view = referenceView();
      for (const mutation of order) view.apply(mutation);
      t.same(view.find(place), expected);
      t.equal(view.all().length, expected === undefined ? 0 : 1);
    }
  }
});

test('two contents at one version are a fault', async (t) => {
  const view = referenceView();
  view.apply(put(1));
  view.apply(put(1));
  const other = { ...put(1), json: 'other' };
  t.throws(() => view.apply(other), /two contents/);
});

test('a removal that is forgotten holds back nothing', async (t) => {
  const view = referenceView();
  view.apply(remove(2));
  view.apply(put(1));
  t.same(view.all(), []);
  view.sweep(() => true);
  view.apply(put(1));
  t.same(view.all(), [put(1)]);
});

test('a seed repeats what it drew', async (t) => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return [random.fraction(), random.integer(100), random.shuffle([1, 2, 3, 4, 5, 6])];
  };
  t.same(draw(1), draw(1));
  t.notSame(draw(1), draw(2));
  const random = seededRandom(3);
  const numbers = Array.from({ length: 1_000 }, () => random.integer(4));
  t.same([...new Set(numbers)].sort(), [0, 1, 2, 3]);
  t.throws(() => random.pick([]), RangeError);
});
