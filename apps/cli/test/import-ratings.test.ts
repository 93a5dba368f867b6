/** MovieLens' files through the command line. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameId } from '@marquee/import';
import { Database } from '@marquee/sqlite';
import { openWriteStore } from '@marquee/write-store';
import t from 'tap';
import { catalogue, killAfter, marquee } from './marquee.js';

const table = (header: string, rows: readonly string[]) => `${header}\n${rows.join('\n')}\n`;

const moviesCsv = (count: number) =>
  table(
    'movieId,title,genres',
    Array.from(
      { length: count },
      (_, n) => `${n + 1},"River ${n + 1}, The (${1950 + (n % 60)})",Drama`,
    ),
  );

/** Each user rates every movie whose number is near. */
const ratingsCsv = (count: number, movies: number) =>
  table(
    'userId,movieId,rating,timestamp',
    Array.from(
      { length: count },
      (_, n) =>
        `${1 + Math.floor(n / 20)},${1 + ((n * 7) % movies)},${(1 + (n % 10)) / 2},1147880044`,
    ),
  );

/** Ratings as the write store has them, but for when they were given: how many, a digest of them all, and what movies have of them. */
function ratingsIn(dataDir: string) {
  const db = new Database(join(dataDir, 'write.sqlite'), { readonly: true });
  try {
    const rows: unknown[] = db
      .prepare('SELECT movie_id, user_id, half_stars FROM ratings ORDER BY movie_id, user_id')
      .all();
    const [sums]: unknown[] = db
      .prepare('SELECT sum(rating_count) AS count, sum(half_stars) AS half FROM movies')
      .all();
    const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    return { count: rows.length, digest, sums };
  } finally {
    db.close();
  }
}

t.test('movies and ratings of two runs meet, and a further run changes nothing', async (t) => {
  const dir = t.testdir({
    'movies.csv': moviesCsv(30),
    'ratings.csv': ratingsCsv(2_000, 30),
  });
  const env = { DATA_DIR: `${dir}/data` };
  t.match(await marquee(['import', `${dir}/movies.csv`], { env }), { stdout: /accepted 30,/ });
  const first = await marquee(['import', `${dir}/ratings.csv`], { env });
  t.match(first, { code: 0, stdout: /^2000 rows in .*refused 0/ });
  const stored = ratingsIn(env.DATA_DIR);
  t.match(stored, { count: 2_000, sums: { count: 2_000 } }, 'all of them are folded in');
  const { movies } = await catalogue(env.DATA_DIR);
  t.equal(
    movies.reduce((sum, { rating }) => sum + rating.count, 0),
    2_000,
    'and in the view',
  );
  const again = await marquee(['import', `${dir}/movies.csv`, `${dir}/ratings.csv`], { env });
  t.match(again, { code: 0, stdout: /accepted 0,.*refused 0/ });
  t.same(ratingsIn(env.DATA_DIR), stored);
});

t.test('ratings of movies that are not there yet are refused, with all faults', async (t) => {
  const dir = t.testdir({
    'movies.csv': moviesCsv(1),
    'late.csv': 'userId,movieId,rating,timestamp\n1,1,5.0,9\n1,99,5.0,9\n1,x,9,9\n',
  });
  const env = { DATA_DIR: `${dir}/data` };
  const early = await marquee(['import', `${dir}/late.csv`], { env });
  t.match(early, { code: 1, stdout: /accepted 0,.*refused 3/ });
  await marquee(['import', `${dir}/movies.csv`], { env });
  t.match(await marquee(['import', `${dir}/late.csv`], { env }), { code: 1, stdout: /refused 2/ });
  const refused = readFileSync(`${dir}/late.csv.refused.ndjson`, 'utf8').trimEnd().split('\n');
  t.match(
    refused.map((line) => JSON.parse(line)),
    [
      {
        row: 2,
        line: 3,
        reasons: [{ code: 'movie-not-found', column: 'movieId' }],
        value: { movieId: '99' },
      },
      { row: 3, line: 4, reasons: [{ column: 'movieId' }, { column: 'rating' }] },
    ],
  );
});

/** Makes a user of this id and deletes them. */
async function eraseUser(dataDir: string, id: string): Promise<void> {
  const store = openWriteStore(`sqlite:${join(dataDir, 'write.sqlite')}`);
  const options = { providerId: id, now: Date.now(), write: 'erase' };
  const user = {
    ...{ id, version: 1, editedVersion: 1, email: 'ada@example.org', role: 'viewer' as const },
    ...{
      firstName: 'Ada',
      lastName: 'Byron',
      passwordHash: '$argon2id$',
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  };
  try {
    await store.write(async (tx) => {
      const before = await tx.saveUser({ before: null, after: user });
      await tx.saveUser({ before, after: null });
    }, options);
  } finally {
    await store.close();
  }
}

t.test('ratings of a deleted user are refused, those beside them are stored', async (t) => {
  const dir = t.testdir({
    'movies.csv': moviesCsv(3),
    'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,5.0,1\n2,1,4.0,1\n1,2,1.0,1\n2,3,2.5,1\n',
  });
  const env = { DATA_DIR: `${dir}/data` };
  await marquee(['import', `${dir}/movies.csv`], { env });
  await eraseUser(env.DATA_DIR, nameId('movielens/user/1'));
  const run = await marquee(['import', `${dir}/ratings.csv`], { env });
  t.match(run, { code: 1, stdout: /accepted 2, replaced 0, unchanged 0, refused 2/ });
  const refused = readFileSync(`${dir}/ratings.csv.refused.ndjson`, 'utf8').trimEnd().split('\n');
  const reasons = [
    {
      column: 'userId',
      code: 'user-not-found',
      detail: 'This user was deleted, and rates no more.',
    },
  ];
  t.match(
    refused.map((line) => JSON.parse(line)),
    [
      { row: 1, line: 2, reasons },
      { row: 3, line: 4, reasons },
    ],
  );
  t.match(ratingsIn(env.DATA_DIR).sums, { count: 2, half: 13 });
});

t.test('links let ratings go to movies that came from elsewhere', async (t) => {
  const dir = t.testdir({
    'tmdb.ndjson': '{"id":862,"title":"The Grey River","original_title":"A","runtime":94}\n',
    'movies.csv': moviesCsv(2),
    'links.csv': 'movieId,imdbId,tmdbId\n1,0114709,862\n2,x,\n',
    'tags.csv': 'userId,movieId,tag,timestamp\n1,2,slow,1\n',
    'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,4.5,1\n1,2,3.0,1\n',
  });
  const env = { DATA_DIR: `${dir}/data` };
  await marquee(['import', `${dir}/tmdb.ndjson`], { env });
  const files = ['ratings.csv', 'tags.csv', 'movies.csv', 'links.csv'].map(
    (file) => `${dir}/${file}`,
  );
  const run = await marquee(['import', ...files], { env });
  t.match(run, {
    code: 1,
    stdout:
      /accepted 3, replaced 0, unchanged 1, refused 0(.|\n)*links\.csv: 2 rows of links read, 1 refused/,
  });
  t.match(run.stdout, `${dir}/links.csv.refused.ndjson`);
  const { movies } = await catalogue(env.DATA_DIR);
  t.match(movies, [
    {
      title: 'The Grey River',
      tmdbId: 862,
      runtimeMinutes: 94,
      rating: { average: 4.5, count: 1 },
    },
    { title: 'The River 2', tags: ['slow'], rating: { average: 3, count: 1 } },
  ]);
});

t.test(
  'ratings that are cut off by a kill go on where they were, and none counts twice',
  async (t) => {
    const dir = t.testdir({ 'movies.csv': moviesCsv(200), 'ratings.csv': ratingsCsv(20_000, 200) });
    const env = { DATA_DIR: `${dir}/data` };
    await marquee(['import', `${dir}/movies.csv`], { env });
    const args = ['import', `${dir}/ratings.csv`];
    const killed = await marquee(args, { env, watch: killAfter(6_000, env.DATA_DIR) });
    t.equal(killed.code, null);
    const resumed = await marquee(args, { env });
    t.match(resumed, { code: 0, stdout: /^20000 rows/, stderr: /Continuing after [1-9]\d+ rows/ });
    const stored = ratingsIn(env.DATA_DIR);
    t.match(stored, { count: 20_000, sums: { count: 20_000 } });

    const other = { DATA_DIR: `${dir}/other` };
    await marquee(['import', `${dir}/movies.csv`, `${dir}/ratings.csv`], { env: other });
    t.same(ratingsIn(other.DATA_DIR), stored, 'as a run that nothing has cut off');
  },
);

t.test('a table that is cut off by a kill goes on where it was', async (t) => {
  const rows = Array.from(
    { length: 3_000 },
    (_, n) => `"River ""${n}""",${1900 + (n % 100)},A ${n % 40}`,
  );
  const dir = t.testdir({ 'movies.csv': table('title,year,cast', rows) });
  const env = { DATA_DIR: `${dir}/data` };
  const args = ['import', `${dir}/movies.csv`];
  const killed = await marquee(args, { env, watch: killAfter(500, env.DATA_DIR) });
  t.equal(killed.code, null);
  const resumed = await marquee(args, { env });
  t.match(resumed, { code: 0, stderr: /Continuing after [1-9]\d+ rows/ });
  t.equal((await catalogue(env.DATA_DIR)).total, 3_000);
});
