import { test } from 'tap';
import { openSearchIndex, SearchUnavailable } from '../src/index.js';
import { idOf, movieOf } from './movies.js';

const request = {
  ...{ text: 'alien', filter: { genres: [], years: [] }, direction: 'next' as const },
  ...{ after: null, want: 10 },
};

test('an index in a thread answers like one here', async (t) => {
  const index = openSearchIndex({ onLost: (error) => t.fail(error.message) });
  const json = JSON.stringify(movieOf(1, { title: 'Alien', tags: ['space'] }));
  const size = await index.apply([
    { id: idOf(1), version: 1, json },
    { id: idOf(2), version: 2, json: null },
  ]);
  t.match(size, { movies: 1, dead: 1 });
  t.same((await index.search(request)).total, 1);
  t.same(await index.suggest({ text: 'spa', limit: 1 }), [
    { kind: 'tag', text: 'space', id: null },
  ]);
  t.equal(await index.related({ id: idOf(2), limit: 1 }), null);
  await t.rejects(index.apply([{ id: idOf(3), version: 3, json: '{' }]), /JSON/);
  t.same((await index.search(request)).total, 1, 'what fails, fails alone');
  await index.close();
  await t.rejects(index.search(request), SearchUnavailable);
});

test('no more than a bounded number of calls wait for it', async (t) => {
  const index = openSearchIndex({ onLost: () => {} });
  const calls = await Promise.allSettled(Array.from({ length: 600 }, () => index.search(request)));
  t.equal(calls.filter(({ status }) => status === 'rejected').length, 100);
  t.equal((await index.search(request)).total, 0);
  await index.close();
});
