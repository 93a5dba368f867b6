/** What the database itself refuses, should the code above it be wrong. */
import { onEach } from './adapters.js';
import { create, makeActor, makeSubscription, makeUser, provider, tick } from './builders.js';

onEach('the database refuses what is wrong', async (t, { store, query }) => {
  const { id } = await create(store, { tmdbId: 5, imdbId: 'tt5' });
  const actor = await makeActor(store, { tmdbId: 5, imdbId: 'nm5' });
  const movie = await create(store);
  const user = provider;
  const one = await makeUser(store, { email: 'one@example.com' });
  await makeUser(store, { email: 'two@example.com' });
  await makeSubscription(store, one.id);
  const wrong = [
    `UPDATE movies SET tmdb_id = 5 WHERE id = '${movie.id}'`,
    `UPDATE movies SET imdb_id = 'tt5' WHERE id = '${movie.id}'`,
    `UPDATE movies SET id = '${id}' WHERE id = '${movie.id}'`,
    "UPDATE movies SET title = ''",
    'UPDATE movies SET title = NULL',
    'UPDATE movies SET version = 0',
    'UPDATE movies SET edited_version = version + 1',
    "UPDATE movies SET release_date = '2023-02-30'",
    'UPDATE movies SET year = 1869',
    'UPDATE movies SET runtime_minutes = 6001',
    'UPDATE movies SET rating_count = 1, half_stars = 11',
    'UPDATE movies SET rating_count = 1, half_stars = 0',
    'UPDATE movies SET rating_count = -1',
    "UPDATE actors SET gender = 'other'",
    "UPDATE actors SET name = ''",
    `INSERT INTO movie_genres (movie_id, name, position) VALUES ('nobody', 'Drama', 0)`,
    `INSERT INTO cast_members (movie_id, actor_id, character_name, billing_order)
     VALUES ('${id}', 'nobody', '', 0)`,
    `INSERT INTO ratings (movie_id, user_id, half_stars) VALUES ('${id}', '${user}', 0)`,
    `INSERT INTO ratings (movie_id, user_id, half_stars) VALUES ('${id}', '${user}', 11)`,
    `INSERT INTO ratings (movie_id, user_id, half_stars) VALUES ('nobody', '${user}', 5)`,
    `INSERT INTO play_deltas (movie_id, covers, created_at) VALUES ('nobody', '{}', 0)`,
    'UPDATE movies SET ranked_plays = 0',
    'UPDATE movies SET ranked_plays = 1, ranked_popularity = -1',
    'UPDATE movies SET ranked_popularity = 5',
    "UPDATE outbox SET state = 'lost'",
    "UPDATE outbox SET kind = ''",
    `INSERT INTO comments (id, version, movie_id, user_id, text, created_at)
     VALUES ('c', 1, 'nobody', '${user}', 'x', '2026-01-31T09:30:00.000Z')`,
    "UPDATE users SET email_key = 'one@example.com' WHERE email_key = 'two@example.com'",
    "UPDATE users SET email = NULL WHERE email_key = 'two@example.com'",
    "UPDATE users SET is_erased = 1 WHERE email_key = 'two@example.com'",
    "UPDATE users SET role = 'owner'",
    `DELETE FROM users WHERE id = '${one.id}'`,
    "UPDATE subscriptions SET plan_name = ''",
    "UPDATE subscriptions SET start_date = '2026-02-30'",
    "UPDATE subscriptions SET end_date = '2001-01-01'",
    "UPDATE subscriptions SET user_id = 'nobody'",
  ];
  for (const sql of wrong) await t.rejects(query(sql), sql);
  const cast = `INSERT INTO cast_members (movie_id, actor_id, character_name, billing_order)
    VALUES ('${id}', '${actor.id}', '', 0)`;
  await query(cast);
  await t.rejects(query(cast), 'the same actor and character twice');
  await t.rejects(query(`DELETE FROM actors WHERE id = '${actor.id}'`), 'an actor in a movie');
});

onEach('names are told apart by case, and kept as they are', async (t, { store, query }) => {
  await create(store, { genres: ['Sci-Fi', 'Sci-fi'] });
  await store.folds.foldTotals({ limit: 10, now: tick() });
  const rows = await query<{ selection: string }>(
    "SELECT selection FROM totals WHERE selection LIKE 'genre:%'",
  );
  t.same(rows.map(({ selection }) => selection).sort(), ['genre:Sci-Fi', 'genre:Sci-fi']);
  const exact = await query(`SELECT name FROM movie_genres WHERE name = 'Sci-fi'`);
  t.equal(exact.length, 1);
});
