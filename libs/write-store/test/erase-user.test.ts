/** What is left of a user who was deleted: an id, and nothing that anybody could know them by. */
import { randomUUID } from 'node:crypto';
import { ratingIdOf, sessionIdOf } from '@marquee/contracts';
import type { SessionState } from '@marquee/domain';
import type { WriteStore } from '../src/index.js';
import { type Opened, onEach } from './adapters.js';
import {
  changeUser,
  create,
  load,
  makeSubscription,
  makeUser,
  newMovie,
  newSubscription,
  newUser,
  newWebhook,
  options,
  present,
  rate,
  relay,
  settle,
  tick,
} from './builders.js';

const id = '0190a5b4-7b1c-7000-8000-00000000000a';
const personal = { id, email: 'Ada@example.com', firstName: 'Augusta', lastName: 'Byron' };

const otherUser = '0190a5b4-7b1c-7000-8000-00000000000b';

function startOf(playerId: string): SessionState {
  const sessionId = randomUUID();
  const start = { at: options().now, country: 'FI' };
  return { id: sessionIdOf(sessionId, playerId), sessionId, playerId, start, endedAt: null };
}

async function sessionsOf({ query }: Opened, playerId: string): Promise<number> {
  const rows = await query(`SELECT id FROM sessions WHERE player_id = '${playerId}'`);
  return rows.length;
}

/** All rows of all tables that may hold something of a user, as text. */
async function everything({ query }: Opened): Promise<string> {
  const tables = ['users', 'subscriptions', 'ratings', 'comments', 'webhooks', 'idempotency_keys'];
  const others = ['access_keys', 'outbox', 'rating_deltas', 'total_deltas', 'movies', 'tasks'];
  const rows = [];
  for (const table of [...tables, ...others]) rows.push(await query(`SELECT * FROM ${table}`));
  return JSON.stringify(rows);
}

onEach('nothing personal of a deleted user is left anywhere', async (t, opened) => {
  const { store } = opened;
  const idempotency = (caller: string, about?: string) => ({
    ...{ caller, route: 'POST /x', key: randomUUID(), requestHash: 'h' },
    ...(about === undefined ? {} : { about }),
  });
  const user = newUser({ ...personal, passwordHash: 'the hash' });
  await store.write((tx) => tx.saveUser({ before: null, after: user }), {
    ...options({ idempotency: idempotency('anyone', id) }),
  });
  const own = { ...options({ idempotency: idempotency(id) }) };
  await store.write(async () => ({ text: 'Byron wrote this' }), own);
  const others = { ...options({ idempotency: idempotency('another') }) };
  await store.write(async () => ({ text: 'somebody else did' }), others);
  await makeSubscription(store, id, { plan: 'Plan of Byron' });
  const movie = await create(store);
  await rate(store, movie.id, 9, { userId: id });
  const comment = { id: randomUUID(), movieId: movie.id, userId: id, text: 'Byron said this' };
  await store.write((tx) => tx.createComment(comment), options());
  const webhook = newWebhook({ ownerId: id, url: 'https://byron.example.com/' });
  await store.write((tx) => tx.saveWebhook({ before: null, after: webhook }), options());
  const before = await everything(opened);
  for (const text of ['Augusta', 'Byron', 'ada@', 'the hash']) t.match(before, text);

  await changeUser(store, id, null);
  const after = await everything(opened);
  t.notMatch(after, /Augusta|Byron|ada@|the hash/i);
  t.match(after, 'somebody else did', 'what is of others stays');
  t.same(await store.users.byIds([id]), []);
  t.equal(await store.users.byEmail('ada@example.com'), null);
});

onEach('the address is free again, the id is not', async (t, { store }) => {
  await makeUser(store, personal);
  const { value } = await changeUser(store, id, null);
  t.equal(value, null);
  await t.rejects(makeUser(store, { ...personal, email: 'x@example.com' }), {
    ...{ code: 'already-exists', message: /deleted/ },
  });
  t.match(await makeUser(store, { ...personal, id: randomUUID() }), { email: 'Ada@example.com' });
  t.equal((await store.write((tx) => tx.lockUser(id), options())).value, null);
});

onEach('tokens end for ever, and keys of machines with them', async (t, { store }) => {
  await makeUser(store, personal);
  const key = {
    name: 'k',
    role: 'viewer',
    scopes: [],
    createdAt: tick(),
    expiresAt: null,
  } as const;
  const keyId = randomUUID();
  await store.accessKeys.create({ ...key, id: keyId, hash: '1'.repeat(64), subject: id });
  const otherId = randomUUID();
  await store.accessKeys.create({ ...key, id: otherId, hash: '2'.repeat(64), subject: otherUser });
  await settle(store);
  await changeUser(store, id, null);
  t.match(await store.accessKeys.find(id), { revoked: true });
  t.match(await store.accessKeys.find(keyId), { revoked: true });
  t.match(await store.accessKeys.find(otherId), { revoked: false });
  const { events } = await settle(store);
  const told = events.flatMap((event) => (event.kind === 'key' ? [event.id] : []));
  t.same(told.sort(), [id, keyId].sort(), 'the view is told of both');
});

/** Count and sum of half stars, when all deltas are folded. */
async function folded(store: WriteStore, movie: string) {
  while ((await store.folds.foldRatings({ limit: 99, minIntervalMs: 0, now: tick() })).folded > 0);
  const { ratingCount, halfStars } = present(await load(store, movie));
  return [ratingCount, halfStars];
}

onEach('ratings go, and what they added to their movies', async (t, { store }) => {
  await makeUser(store, personal);
  const movies = [await create(store), await create(store), await create(store)];
  const [first, second, third] = movies.map((movie) => movie.id) as [string, string, string];
  for (const movie of [first, second]) {
    await rate(store, movie, 8, { userId: id });
    await rate(store, movie, 4, { userId: otherUser });
  }
  t.same(await folded(store, first), [2, 12]);
  await rate(store, third, 10, { userId: id });
  await settle(store);

  const gone = await changeUser(store, id, null);
  t.equal(gone.subjects, 6, 'its token waits for each of the movies and ratings');
  t.same(await folded(store, first), [1, 4]);
  t.same(await folded(store, second), [1, 4]);
  t.same(await folded(store, third), [0, 0], 'also of what was not folded yet');
  t.equal(await store.readRating(first, id), null);
  t.equal(await store.readRating(first, otherUser), 4);
  const { events } = await relay(store);
  const told = events.filter((event) => event.kind === 'record' && event.type === 'rating');
  t.equal(told.length, 3);
  for (const event of told) t.match(event, { record: null, befores: [{ userId: id }] });
  const covers = events.flatMap((event) => ('covers' in event ? event.covers : []));
  const subjects = covers.filter(({ write }) => write === gone.write).map(({ subject }) => subject);
  const both = (movie: string) => [
    `movie:${movie}`,
    `rating:${ratingIdOf({ movieId: movie, userId: id })}`,
  ];
  t.same(subjects.sort(), [first, second, third].flatMap(both).sort());
});

onEach('more ratings than a slice takes go all the same', async (t, { store, query }) => {
  await makeUser(store, personal);
  const count = 1_003;
  const movies = Array.from({ length: count }, () => ({ before: null, after: newMovie() }));
  await store.write((tx) => tx.saveMovies(movies), options());
  await query(
    `INSERT INTO ratings (movie_id, user_id, half_stars) SELECT id, '${id}', 5 FROM movies`,
  );
  const left = async () =>
    Number((await query<{ n: number }>('SELECT COUNT(*) AS n FROM ratings'))[0]?.n);
  t.equal(await left(), count);
  const rehearsed = await changeUser(store, id, null, { dryRun: true });
  t.equal(rehearsed.subjects, 2 * count, 'each rating, and its movie');
  t.equal(await left(), count, 'a rehearsal leaves all of it');
  t.equal((await store.users.byIds([id])).length, 1);
  t.equal((await changeUser(store, id, null)).subjects, 2 * count);
  t.equal(await left(), 0);
});

onEach('whoever is deleted rates, subscribes and plays no more', async (t, opened) => {
  const { store } = opened;
  await makeUser(store, personal);
  const movie = await create(store);
  const held = (user: string) => store.write((tx) => tx.holdUser(user), options());
  t.equal((await held(id)).value, 'there');
  await changeUser(store, id, null);
  t.equal((await held(id)).value, 'erased');
  t.equal((await held(otherUser)).value, 'unknown');
  await t.rejects(rate(store, movie.id, 3, { userId: id }), { code: 'user-not-found' });
  const many = [otherUser, id].map((userId) => ({ movieId: movie.id, userId, halfStars: 3 }));
  const rated = store.write((tx) => tx.saveRatings(many), options());
  await t.rejects(rated, { code: 'user-not-found' }, 'nor among others');
  t.equal(await store.readRating(movie.id, otherUser), null);
  const comment = { id: randomUUID(), movieId: movie.id, userId: id, text: 'x' };
  const commented = store.write((tx) => tx.createComment(comment), options());
  await t.rejects(commented, { code: 'user-not-found' });
  t.equal((await rate(store, movie.id, 3, { userId: otherUser })).value, true, 'of another issuer');
  const told = [id, otherUser].sort().map((playerId) => startOf(playerId));
  const played = await store.write((tx) => tx.saveSessions(told), options());
  t.same(played.value, new Set([id]), 'nor plays');
  t.equal(await sessionsOf(opened, id), 0);
  t.equal(await sessionsOf(opened, otherUser), 1);
});

onEach('what comes at the moment of the deletion is gone after it, too', async (t, opened) => {
  const { store } = opened;
  const movies = [];
  for (let n = 0; n < 6; n += 1) movies.push(await create(store));
  for (let round = 0; round < 5; round += 1) {
    const user = await makeUser(store);
    const rated = movies.map((movie) => rate(store, movie.id, 6, { userId: user.id }));
    const subscribed = store.write(async (tx) => {
      if ((await tx.holdUser(user.id)) !== 'there') return null;
      return await tx.saveSubscription({ before: null, after: newSubscription(user.id) });
    }, options());
    const played = store.write((tx) => tx.saveSessions([startOf(user.id)]), options());
    await Promise.allSettled([...rated, played, changeUser(store, user.id, null), subscribed]);
    t.equal(await sessionsOf(opened, user.id), 0);
    for (const movie of movies) t.equal(await store.readRating(movie.id, user.id), null);
    const left = await store.subscriptions.page(
      { userId: user.id },
      { direction: 'older', from: null, limit: 9 },
    );
    t.same(left, []);
  }
  for (const movie of movies) t.same(await folded(store, movie.id), [0, 0]);
});
