import { test } from 'tap';
import { watchAges } from './ages.js';

test('an answer is as old as the first version that it lacks', async (t) => {
  const ages = watchAges();
  ages.know({ id: 'a', version: 2 }, 100);
  ages.know({ id: 'a', version: 3 }, 150);
  ages.know({ id: 'b', version: 9 }, 120);
  t.equal(ages.age([{ id: 'a', version: 3 }], 200), 0);
  t.equal(ages.age([{ id: 'a', version: 2 }], 200), 50);
  t.equal(ages.age([{ id: 'a', version: 1 }], 200), 100);
  const both = [
    { id: 'a', version: 2 },
    { id: 'b', version: 8 },
  ];
  t.equal(ages.age(both, 200), 80, 'the oldest counts');
});

test('what was known later than it was asked for makes no answer old', async (t) => {
  const ages = watchAges();
  ages.know({ id: 'a', version: 2 }, 100);
  t.equal(ages.age([{ id: 'a', version: 1 }], 90), 0);
  t.equal(ages.age([{ id: 'unknown', version: 1 }], 90), 0);
});

test('an older version that is told of later is no news', async (t) => {
  const ages = watchAges();
  ages.know({ id: 'a', version: 5 }, 100);
  ages.know({ id: 'a', version: 4 }, 110);
  t.equal(ages.age([{ id: 'a', version: 4 }], 200), 100);
});
