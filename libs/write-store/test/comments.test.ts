import { randomUUID } from 'node:crypto';
import type { Comment, RecordChange } from '@marquee/contracts';
import type { Hydrated, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import { create, options, present, relay, remove, settle, tick } from './builders.js';

const user = randomUUID();

const comment = async (
  store: WriteStore,
  more: Partial<Comment> & { readonly movieId: string },
) => {
  const made = { id: randomUUID(), userId: user, text: 'Well.', ...more };
  return (await store.write((tx) => tx.createComment(made), options())).value;
};

const uncomment = (store: WriteStore, id: string) =>
  store.write(async (tx) => tx.deleteComment(present(await tx.lockComment(id))), options());

const told = ({ events }: Hydrated) =>
  events.filter((event): event is RecordChange<'comment'> => event.kind === 'record');

async function totals(store: WriteStore): Promise<Map<string, number>> {
  await store.folds.foldTotals({ limit: 1_000, now: tick() });
  const found = (await relay(store)).events.flatMap((event) =>
    event.kind === 'totals' ? event.totals : [],
  );
  const ofComments = found.filter(({ selection }) => selection.startsWith('comments:'));
  return new Map(ofComments.map(({ selection, count }) => [selection, count]));
}

const keysOf = ({ movieId, userId, createdAt }: Comment) => ({ movieId, userId, createdAt });

onEach('a comment is kept as it was written, and told to the view whole', async (t, { store }) => {
  const movie = await create(store);
  await settle(store);
  const text = ' \tTwo lines\nand 💬 \u00a0';
  const made = await comment(store, { movieId: movie.id, text });
  t.equal(made.text, text);
  t.equal(made.version, Date.parse(made.createdAt) * 1_000);
  t.same((await store.write((tx) => tx.lockComment(made.id), options())).value, made);
  const [event] = told(await relay(store));
  t.same(event?.record, made);
  t.match(event, { type: 'comment', id: made.id, version: made.version, befores: [] });
  t.match(event?.covers, [{ subject: `comment:${made.id}` }]);
  const long = await comment(store, { movieId: movie.id, text: '💬'.repeat(5_000) });
  t.same(told(await relay(store))[0]?.record, long);
});

onEach('of an unknown movie nothing is said, and an id is taken once', async (t, { store }) => {
  const movie = await create(store);
  await t.rejects(comment(store, { movieId: randomUUID() }), { code: 'movie-not-found' });
  const { id } = await comment(store, { movieId: movie.id });
  await t.rejects(comment(store, { id, movieId: movie.id }), {
    ...{ code: 'already-exists', faults: [{ pointer: '/id' }] },
  });
  const many = await Promise.allSettled(
    Array.from({ length: 8 }, () => comment(store, { id: user, movieId: movie.id })),
  );
  t.equal(many.filter(({ status }) => status === 'fulfilled').length, 1, 'also of many at once');
});

onEach(
  'a deleted comment is told with its keys, and one made anew is newer',
  async (t, { store }) => {
    const [movie, other] = [await create(store), await create(store)];
    const made = await comment(store, { movieId: movie.id });
    await settle(store);
    await uncomment(store, made.id);
    t.equal((await store.write((tx) => tx.lockComment(made.id), options())).value, null);
    const [gone] = told(await relay(store));
    t.match(gone, { id: made.id, record: null, befores: [keysOf(made)] });
    t.ok(present(gone).version > made.version);

    const now = tick() - 60_000;
    const again = { id: made.id, movieId: other.id, userId: user, text: 'Again.' };
    const { value } = await store.write((tx) => tx.createComment(again), options({ now }));
    t.equal(value.version, present(gone).version + 1, 'by a clock that was set back, too');
    t.match(told(await relay(store)), [{ record: value, befores: [keysOf(made)] }]);
  },
);

onEach('a movie takes its comments along, with one write', async (t, { store }) => {
  const [movie, other] = [await create(store), await create(store)];
  const stays = await comment(store, { movieId: other.id });
  const gone = [
    await comment(store, { movieId: movie.id }),
    await comment(store, { movieId: movie.id, userId: randomUUID() }),
  ];
  await settle(store);
  t.equal((await totals(store)).get(`comments:movie:${movie.id}`), 2);
  const { subjects } = await remove(store, movie.id);
  t.equal(subjects, 4, 'the movie, both comments and the totals');
  const events = told(await relay(store));
  t.same(
    events.map(({ id, record }) => [id, record]).sort(),
    gone.map(({ id }) => [id, null]).sort(),
  );
  const counted = await totals(store);
  t.equal(counted.get(`comments:movie:${movie.id}`), 0);
  t.equal(counted.get(`comments:user:${user}`), 1);
  t.equal((await store.write((tx) => tx.lockComment(stays.id), options())).value?.id, stays.id);
});

onEach('all comments of a user are erased at once', async (t, { store, query }) => {
  const movie = await create(store);
  const other = await comment(store, { movieId: movie.id, userId: randomUUID() });
  const ids = Array.from({ length: 1_203 }, () => randomUUID());
  await store.write(async (tx) => {
    for (const id of ids)
      await tx.createComment({ id, movieId: movie.id, userId: user, text: 'Much.' });
  }, options());
  await settle(store);
  await totals(store);
  const erased = await store.write((tx) => tx.eraseComments(user), options());
  t.equal(erased.value, ids.length);
  t.equal(erased.subjects, ids.length + 1);
  t.equal(told(await relay(store)).length, ids.length);
  const left = await query<{ id: string }>('SELECT id FROM comments');
  t.same(
    left.map(({ id }) => id),
    [other.id],
  );
  const counted = await totals(store);
  t.equal(counted.get(`comments:user:${user}`), 0);
  t.equal(counted.get(`comments:movie:${movie.id}`), 1);
  t.equal((await store.write((tx) => tx.eraseComments(user), options())).subjects, 0, 'once');
});

onEach('what is undone, in a part or as a dry run, leaves nothing', async (t, { store }) => {
  const movie = await create(store);
  const made = { id: randomUUID(), movieId: movie.id, userId: user, text: 'No.' };
  await settle(store);
  await store.write((tx) => tx.createComment(made), options({ dryRun: true }));
  await store.write(async (tx) => {
    const undone = tx.attempt(async () => {
      await tx.createComment(made);
      throw new Error('no');
    });
    await undone.catch(() => undefined);
  }, options());
  t.same((await relay(store)).events, []);
  t.same(await totals(store), new Map());
});

onEach(
  'a movie that goes while it is commented on takes that along, or refuses it',
  async (t, { store }) => {
    for (let round = 0; round < 5; round++) {
      const movie = await create(store);
      const ids = Array.from({ length: 6 }, () => randomUUID());
      const outcomes = await Promise.allSettled([
        ...ids.slice(0, 3).map((id) => comment(store, { id, movieId: movie.id })),
        remove(store, movie.id),
        ...ids.slice(3).map((id) => comment(store, { id, movieId: movie.id })),
      ]);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') t.match(outcome.reason, { code: 'movie-not-found' });
      }
      const { events } = await store.outbox.current({ comment: ids });
      t.ok(events.every((event) => event.kind === 'record' && event.record === null));
    }
  },
);

onEach(
  'whoever compares the view goes through all comments, deleted ones too',
  async (t, { store }) => {
    const movie = await create(store);
    const made = [];
    for (let n = 0; n < 3; n++) made.push(await comment(store, { movieId: movie.id }));
    const [first, second] = made;
    await uncomment(store, present(first).id);
    const ids = made.map(({ id }) => id).sort();
    const page = await store.survey.page('comment', { after: null, limit: 2 });
    t.same(page, ids.slice(0, 2));
    t.same(await store.survey.page('comment', { after: page[1] ?? '', limit: 2 }), ids.slice(2));
    t.equal(await store.survey.count('comment'), 3);
    t.same((await store.survey.unsettled({ comment: ids })).comment.toSorted(), ids);
    await settle(store);
    t.same((await store.survey.unsettled({ comment: ids })).comment, []);

    const { events } = await store.outbox.current({ comment: [...ids, randomUUID()] });
    t.equal(events.length, 3, 'what was never there gives no event');
    const above = tick() * 1_000 + 5_000_000_000;
    const renewals = made.map(({ id }) => ({ kind: 'comment' as const, id, atLeast: above }));
    await store.survey.renew(renewals, tick());
    const renewed = told(await relay(store));
    t.same(new Set(renewed.map(({ version }) => version)), new Set([above]));
    t.match(renewed.find(({ id }) => id === second?.id)?.record, { ...second, version: above });
    t.equal(renewed.find(({ id }) => id === first?.id)?.record, null);
  },
);

onEach(
  'a record that is gone without a trace still covers its writes',
  async (t, { store, query }) => {
    const movie = await create(store);
    await settle(store);
    const { id, version } = await comment(store, { movieId: movie.id });
    await query('DELETE FROM comments');
    t.match(told(await relay(store)), [
      { id, version, record: null, covers: [{ subject: `comment:${id}` }] },
    ]);
  },
);
