/** The standalone app over a view that an older release made, whose generation has neither keys nor records. */
import { join } from 'node:path';
import type { Movie } from '@marquee/contracts';
import { PROJECTION_VERSION } from '@marquee/projection';
import { Database } from '@marquee/sqlite';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, type PageOf, seeing } from './client.js';
import { runCli } from './compose-apps.js';

const later = [
  ...['comment_lists', 'comments_by_id', 'session_lists', 'session_days'],
  ...['rating_lists', 'ratings_by_id'],
];

/** What version 1 of the projection left behind. */
function age(directory: string): void {
  const db = new Database(join(directory, 'view.sqlite'));
  for (const table of ['access_keys', ...later]) {
    db.exec(`DROP TABLE ${table}_g1`);
  }
  db.exec('UPDATE generations SET projection_version = 1');
  db.close();
}

t.test('its next start makes the view anew, with the keys, and serves as before', async (t) => {
  const directory = t.testdir();
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off' };
  const first = await startMarquee('standalone', settings);
  t.teardown(() => first.kill());
  const token = adminToken(directory);
  const client = clientOf(first.url, token);
  const movies = ['Stalker', 'Solaris', 'Mirror'].map((title) => ({ title, genres: ['Drama'] }));
  const made = await client.send('POST', '/movies/batch', { body: { movies } });
  const before = await client.get<PageOf<Movie>>('/movies?genre=Drama', seeing(made));
  t.equal(before.body.items.length, 3);
  await first.stop();
  t.match(await runCli(['tokens', 'create', '--role', 'viewer'], settings), { code: 0 });
  age(directory);

  const next = await startMarquee('standalone', settings);
  t.teardown(() => next.kill());
  const after = await clientOf(next.url, token).get<PageOf<Movie>>('/movies?genre=Drama');
  t.same(after.body.items, before.body.items);
  t.equal(after.body.page.total, 3);
  await next.stop();
  const db = new Database(join(directory, 'view.sqlite'), { readonly: true });
  t.teardown(() => db.close());
  t.same(db.prepare('SELECT name, projection_version FROM generations').raw().all(), [
    ['g2', PROJECTION_VERSION],
  ]);
  t.equal(db.prepare('SELECT count(*) FROM access_keys_g2').pluck().get(), 1);
});
