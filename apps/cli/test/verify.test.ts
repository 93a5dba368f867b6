import { join } from 'node:path';
import { Database } from '@marquee/sqlite';
import t from 'tap';
import { marquee } from './marquee.js';

const movies = [1, 2, 3].map((n) => JSON.stringify({ title: `Movie ${n}`, genres: ['Drama'] }));

t.test('rows that differ are printed and counted, and repaired when asked to', async (t) => {
  const dir = t.testdir({});
  const env = { DATA_DIR: dir };
  t.match(await marquee(['import', '-'], { env, stdin: movies.join('\n') }), { code: 0 });
  const clean = await marquee(['verify'], { env });
  t.match(clean, {
    code: 0,
    stdout: /^\d+ rows compared: all are as they must be\.\n$/,
    stderr: '',
  });

  const view = new Database(join(dir, 'view.sqlite'));
  view.exec("DELETE FROM movie_lists_g1 WHERE sort_key = 'movie 1'");
  view.exec('UPDATE movies_by_id_g1 SET version = version + 1 WHERE row = 3');
  view.exec("INSERT INTO totals_g1 (selection, version, amount) VALUES ('genre:None', 1, 1)");
  view.close();
  const damaged = await marquee(['verify'], { env });
  t.equal(damaged.code, 1);
  t.match(damaged.stdout, /^missing movieLists \["all\/title",0,"movie 1","[\da-f-]{36}"\]$/m);
  t.match(
    damaged.stdout,
    /^3 missing in movieLists\n1 orphaned in totals\n1 stale in moviesById$/m,
  );
  t.match(damaged.stdout, /rows compared: 5 differ\.\n$/);

  const repaired = await marquee(['verify', '--repair'], { env });
  t.equal(repaired.code, 0);
  t.match(
    repaired.stdout,
    /5 differ\.\n5 rows repaired\.\nCompared again:\n.*all are as they must be/,
  );
  t.match(await marquee(['verify'], { env }), { code: 0 });
});
