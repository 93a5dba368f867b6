import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedPlace } from '@marquee/contracts';
import { project } from '@marquee/projection';
import { idOf } from '@marquee/testing';
import { test } from 'tap';
import type { Change } from '../src/read-changes.js';
import { actorAt, deletionAt, feedFixture, movieAt, totalsAt } from './feed-fixture.js';

/** As `<position> <what> <version>`. */
const told = (changes: readonly Change[]) =>
  changes.map(({ position, kind, id, version, json }) => {
    return `${position} ${json === null ? 'no ' : ''}${kind} ${Number.parseInt(id.slice(-4), 16)} @${version}`;
  });

test('changes come in the order of commits, each with what it is about', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  const start = await begin();
  t.same(await feed.read(start, 10), { changes: [], position: 0 });
  await apply(movieAt(1, 1), totalsAt(2), actorAt(3, 2), movieAt(4, 3));
  const { changes, position } = await feed.read(start, 10);
  t.same(told(changes), ['1 movie 1 @1', '3 actor 2 @3', '4 movie 3 @4']);
  t.equal(position, 4);
  t.match(JSON.parse(changes[0]?.json ?? ''), { id: idOf(1), title: 'Movie 1 at 1', cast: [{}] });
  t.match(changes[0], { at: 1 });
  t.same(told((await feed.read({ ...start, position: 3 }, 10)).changes), ['4 movie 3 @4']);
  t.match(await feed.read(start, 2), { changes: [{ position: 1 }], position: 2 });
});

test('one that comes late holds up those after it, and is not passed over', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  const start = await begin();
  await apply(movieAt(1, 1), movieAt(3, 3));
  t.match(await feed.read(start, 10), { position: 1 });
  t.match(await feed.newest(), { position: 1 });
  await apply(movieAt(2, 2));
  t.same(told((await feed.read({ ...start, position: 1 }, 10)).changes), [
    '2 movie 2 @2',
    '3 movie 3 @3',
  ]);
  t.match(await feed.newest(), { position: 3 });
});

test('a change shows the state of now, be it newer or a deletion', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  await apply(movieAt(1, 1), movieAt(2, 2));
  await apply(movieAt(4, 1), deletionAt(3, 2));
  const { changes } = await feed.read(await begin(), 10);
  t.same(told(changes), ['1 movie 1 @4', '2 no movie 2 @3', '3 no movie 2 @3', '4 movie 1 @4']);
});

test('a change that another generation has first waits for the live one', async (t) => {
  const { feed, live, other, applyTo, begin } = await feedFixture(t);
  const start = await begin();
  const [first, second, third] = [movieAt(1, 1), movieAt(2, 1), actorAt(3, 2)];
  await applyTo(other, [first, second, third]);
  t.same(await feed.read(start, 10), { changes: [], position: 0 });
  t.equal((await feed.newest()).position, 0);
  await applyTo(live, [first]);
  t.match(await feed.read(start, 10), { changes: [{ version: 1 }], position: 1 });
  t.equal((await feed.newest()).position, 1);
  await applyTo(live, [second]);
  t.match(await feed.read(start, 10), { position: 2 });
  await applyTo(live, [third]);
  t.match(await feed.read(start, 10), { position: 3 });
  t.equal((await feed.newest()).position, 3);
});

test('who follows from now on begins where the view has all changes', async (t) => {
  const { feed, apply, settle } = await feedFixture(t);
  await settle(1_000);
  t.equal((await feed.newest()).position, 1_000, 'what was before the feed is settled');
  await apply(movieAt(1_001, 1), movieAt(1_003, 3));
  t.equal((await feed.newest()).position, 1_001);
});

test('a place whose next change is gone has expired', async (t) => {
  const { feed, apply, settle, begin } = await feedFixture(t);
  const start = await begin();
  await apply(movieAt(8, 8));
  t.match(await feed.read(start, 10), { changes: [] }, 'it may still come');
  await settle(7);
  await t.rejects(feed.read(start, 10), { code: 'changes-expired' });
  const { signal } = new AbortController();
  const onChanges = () => void t.fail('there is nothing to hand on');
  await t.rejects(feed.tail(start, { onChanges, signal }), { code: 'changes-expired' });
  t.match(await feed.read({ ...start, position: 7 }, 10), { position: 8 });
});

test('a place in a feed that was there before has expired', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  const { beganAt } = await begin();
  await apply(movieAt(1, 1));
  for (const position of [0, 1, 5]) {
    const place = { beganAt: beganAt - 1, position };
    await t.rejects(feed.read(place, 10), { code: 'changes-expired' }, `${position}`);
  }
  t.match(await feed.read({ beganAt, position: 0 }, 10), { position: 1 });
});

test('a view of an older release has no feed yet', async (t) => {
  const { feed, begin } = await feedFixture(t, { projectionVersion: 2 });
  await t.rejects(feed.newest(), { code: 'view-behind' });
  await t.rejects(feed.read(await begin(), 10), { code: 'view-behind' });
});

test('a follower is handed all changes in order, as they come', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  const start = await begin();
  await apply(movieAt(1, 1));
  const ending = new AbortController();
  const handed: string[] = [];
  const places: FeedPlace[] = [];
  const tail = feed.tail(start, {
    signal: ending.signal,
    onChanges(changes, place) {
      handed.push(...told(changes));
      places.push(place);
    },
  });
  const reached = async (position: number) => {
    while ((places.at(-1)?.position ?? 0) < position) await sleep(2);
  };
  await reached(1);
  await apply(movieAt(3, 3));
  await apply(movieAt(2, 2));
  await reached(3);
  await apply(totalsAt(4));
  await reached(4);
  t.same(handed, ['1 movie 1 @1', '2 movie 2 @2', '3 movie 3 @3']);
  t.same(places.at(-1), { ...start, position: 4 }, 'also past what nobody is shown');
  ending.abort();
  await tail;
});

test('a follower that is slow is handed nothing meanwhile', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  const ending = new AbortController();
  let atWork = 0;
  let handed = 0;
  const tail = feed.tail(await begin(), {
    signal: ending.signal,
    async onChanges(changes) {
      atWork += 1;
      t.equal(atWork, 1);
      await sleep(20);
      atWork -= 1;
      handed += changes.length;
    },
  });
  for (let position = 1; position <= 10; position += 1) await apply(movieAt(position, position));
  while (handed < 10) await sleep(5);
  ending.abort();
  await tail;
});

test('a follower waits through an outage of the view', async (t) => {
  const { feed, apply, begin, setAway } = await feedFixture(t);
  setAway(true);
  const ending = new AbortController();
  const tail = feed.tail(await begin(), {
    signal: ending.signal,
    onChanges: () => ending.abort(),
  });
  await apply(movieAt(1, 1));
  await sleep(20);
  setAway(false);
  await tail;
  t.ok(ending.signal.aborted);
});

test('what a follower throws ends it', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  await apply(movieAt(1, 1));
  const onChanges = () => Promise.reject(new Error('the disk is full'));
  const { signal } = new AbortController();
  await t.rejects(feed.tail(await begin(), { onChanges, signal }), { message: 'the disk is full' });
});

test('a follower gets what no projector announced', async (t) => {
  const { feed, live, begin } = await feedFixture(t);
  const ending = new AbortController();
  const tail = feed.tail(await begin(), {
    signal: ending.signal,
    onChanges: () => ending.abort(),
  });
  await live.apply([project(movieAt(1, 1), {})]);
  await tail;
  t.ok(ending.signal.aborted);
});

test('who waits for what comes next is told of it, or that nothing came', async (t) => {
  const { feed, apply, begin } = await feedFixture(t);
  const start = await begin();
  const { signal } = new AbortController();
  const none = await feed.next(start, { limit: 10, atMostMs: 5, signal });
  t.same(none, { changes: [], position: 0 });
  const waiting = feed.next(start, { limit: 10, atMostMs: 60_000, signal });
  await apply(movieAt(1, 1));
  t.match(await waiting, { position: 1, changes: [{ version: 1 }] });
  const ending = new AbortController();
  const place = { ...start, position: 1 };
  const ended = feed.next(place, { limit: 10, atMostMs: 60_000, signal: ending.signal });
  ending.abort();
  t.same(await ended, { changes: [], position: 1 });
});

test('who asks for the same at the same time shares one read', async (t) => {
  const { feed, live, apply, begin } = await feedFixture(t);
  await apply(movieAt(1, 1));
  const start = await begin();
  const { changes } = live;
  let reads = 0;
  t.intercept(live, 'changes', {
    value: (...asked: Parameters<typeof changes>) => {
      reads += 1;
      return changes(...asked);
    },
  });
  const found = await Promise.all([1, 2, 3].map(() => feed.read(start, 10)));
  t.equal(reads, 1);
  for (const one of found) t.match(one, { position: 1 });
  await feed.read(start, 10);
  t.equal(reads, 2, 'and none that is over');
});

test('the position of a write is that of its change, or what was settled before there were any', async (t) => {
  const { feed, apply, settle } = await feedFixture(t);
  const subject = `movie:${idOf(1)}`;
  t.equal(await feed.positionOf('unknown'), 0);
  await apply(movieAt(5, 1, { covers: [{ write: 'w', subject, position: 5 }] }));
  t.equal(await feed.positionOf('w'), 5);
  await apply(movieAt(6, 1, { covers: [{ write: 'without', subject }] }));
  await settle(6);
  t.equal(await feed.positionOf('without'), 6);
});
