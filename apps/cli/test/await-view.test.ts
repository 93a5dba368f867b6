import t from 'tap';
import { awaitView, followView } from '../src/import/await-view.js';

const writes = [
  { write: 'a', subjects: 3, rows: 2 },
  { write: 'b', subjects: 0, rows: 1 },
  { write: 'c', subjects: 1, rows: 1 },
];
const timing = {
  ...{ pollMs: 1, stalledAfterMs: 10, givesUpAfterMs: 40 },
  hasEarlierWrites: async () => true,
};

/** A view that has applied this many subjects of each write. */
const viewWith = (applied: Record<string, number>) => ({
  appliedSubjects: async (write: string, atMost: number) => Math.min(applied[write] ?? 0, atMost),
});

t.test('rows count as in the view when all of their write is, the oldest first', async (t) => {
  const applied: Record<string, number> = { c: 1 };
  const follower = followView(viewWith(applied));
  follower.add(writes);
  t.same(await follower.look(), { inView: 0, of: 4 });
  applied['a'] = 2;
  t.same(await follower.look(), { inView: 0, of: 4 });
  applied['a'] = 3;
  t.same(await follower.look(), { inView: 4, of: 4 });
});

t.test('it waits until everything is in the view', async (t) => {
  const applied: Record<string, number> = { a: 3 };
  const follower = followView(viewWith(applied));
  follower.add(writes);
  const seen: number[] = [];
  const isInView = await awaitView({
    ...{ ...timing, follower, signal: new AbortController().signal },
    onProgress({ inView }) {
      seen.push(inView);
      applied['c'] = 1;
    },
    onStalled: async () => void t.fail('nothing is stalled'),
  });
  t.equal(isInView, true);
  t.same(seen, [3, 4]);
});

t.test('it says once that nothing comes through, and gives up in the end', async (t) => {
  const follower = followView(viewWith({}));
  follower.add(writes);
  let said = 0;
  const isInView = await awaitView({
    ...{ ...timing, follower, signal: new AbortController().signal },
    onProgress: () => undefined,
    onStalled: async () => {
      said += 1;
    },
  });
  t.equal(isInView, false);
  t.equal(said, 1);
});

t.test('it waits for earlier writes too', async (t) => {
  let asked = 0;
  const isInView = await awaitView({
    ...{ ...timing, follower: followView(viewWith({})), signal: new AbortController().signal },
    hasEarlierWrites: async () => ++asked === 3,
    onProgress: () => undefined,
    onStalled: async () => undefined,
  });
  t.equal(isInView, true);
  t.equal(asked, 3);
});
