import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { missing, startRedis } from '@marquee/testing';
import t from 'tap';
import { catalogue, killAfter, marquee } from './marquee.js';

const wikipedia = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    title: `Movie ${String(from + index).padStart(5, '0')}`,
    year: 1900 + (index % 120),
    cast: [`Actor ${index % 50}`, `Actor ${(index + 1) % 50}`, ']'],
    genres: ['Drama', index % 2 === 0 ? 'Comedy' : 'Western'],
    href: `Movie_${from + index}`,
  }));

t.test('what is imported is in the view, and a second run changes nothing', async (t) => {
  const dir = t.testdir({ 'movies.json.gz': gzipSync(JSON.stringify(wikipedia(250))) });
  const env = { DATA_DIR: `${dir}/data` };
  const first = await marquee(['import', `${dir}/movies.json.gz`], { env });
  t.match(first, {
    code: 0,
    stdout: /^250 rows in .*: accepted 250, replaced 0, unchanged 0, ref/,
  });
  const before = await catalogue(env.DATA_DIR);
  t.equal(before.total, 250);
  t.equal(before.movies.length, 250);

  const [movie] = before.movies;
  const edit = { env, stdin: JSON.stringify({ id: movie?.id, title: 'AAA edited' }) };
  t.match(await marquee(['import', '-'], edit), { code: 0, stdout: /replaced 1,/ });

  const second = await marquee(['import', `${dir}/movies.json.gz`], { env });
  t.match(second, { code: 0, stdout: /accepted 0, replaced 0, unchanged 250, refused 0/ });
  const after = await catalogue(env.DATA_DIR);
  t.equal(after.total, 250);
  t.equal(after.movies[0]?.title, 'AAA edited', 'an edited movie is left alone');
});

t.test('exact copies are movies of their own, in whatever file they stand', async (t) => {
  const rows = wikipedia(5);
  const dir = t.testdir({
    'a.json': JSON.stringify([...rows, rows[0]]),
    'b.ndjson': [...wikipedia(3, 100), rows[0]].map((row) => JSON.stringify(row)).join('\r\n'),
  });
  const env = { DATA_DIR: `${dir}/data` };
  await marquee(['import', `${dir}/a.json`, `${dir}/b.ndjson`], { env });
  t.equal((await catalogue(env.DATA_DIR)).total, 10);
  t.match(await marquee(['import', `${dir}/b.ndjson`], { env }), { stdout: /unchanged 4/ });
});

t.test('bad rows are refused one by one, with reasons, and the rest is stored', async (t) => {
  const dir = t.testdir({
    'bad.ndjson': Buffer.concat([
      Buffer.from('\ufeff{"title":"Good"}\r\n{"title":"","year":12}\r\n{"title":"Cut'),
      Buffer.from('\n{"title":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n[1]\n{"title":"Unknown field","rank":1}\n{"title":"Last"}'),
    ]),
  });
  const env = { DATA_DIR: `${dir}/data` };
  const run = await marquee(['import', `${dir}/bad.ndjson`], { env });
  t.match(run, { code: 1, stdout: /accepted 2, replaced 0, unchanged 0, refused 5/ });
  t.match(run.stdout, `${dir}/bad.ndjson.refused.ndjson`);
  const read = () =>
    readFileSync(`${dir}/bad.ndjson.refused.ndjson`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  t.match(read(), [
    { row: 2, line: 2, reasons: [{ pointer: '/title' }, { pointer: '/year' }] },
    { row: 3, line: 3, reasons: [{ code: 'invalid-json' }], text: '{"title":"Cut' },
    { row: 4, line: 4, reasons: [{ code: 'invalid-utf8' }], base64: String },
    { row: 5, line: 5, reasons: [{ code: 'not-an-object' }], value: [1] },
    { row: 6, line: 6, reasons: [{ pointer: '/rank' }], value: { rank: 1 } },
  ]);
  await marquee(['import', `${dir}/bad.ndjson`], { env });
  t.equal(read().length, 5, 'a second run writes the file anew');

  writeFileSync(`${dir}/bad.ndjson`, '{"title":"Good"}\n');
  t.match(await marquee(['import', `${dir}/bad.ndjson`], { env }), { code: 0 });
  t.notOk(existsSync(`${dir}/bad.ndjson.refused.ndjson`), 'no refusals, no file');
});

t.test('cut off by a kill, the same command goes on where it was', async (t) => {
  const rows: unknown[] = wikipedia(3_000);
  rows[10] = { title: 'Refused', year: 'early', href: null, cast: [], rank: 1, id: 'x' };
  rows[11] = 'no row';
  const dir = t.testdir({ 'movies.json': JSON.stringify(rows) });
  const env = { DATA_DIR: `${dir}/data` };
  const args = ['import', `${dir}/movies.json`];
  const killed = await marquee(args, { env, watch: killAfter(500, env.DATA_DIR) });
  t.equal(killed.code, null);

  const rest = await marquee(args, { env });
  t.match(rest.stderr, /^Continuing after \d+ rows\.$/m);
  t.match(rest, { code: 1, stdout: /^3000 rows in .* refused \d/ });
  const { total } = await catalogue(env.DATA_DIR);
  const refused = readFileSync(`${dir}/movies.json.refused.ndjson`, 'utf8').trimEnd().split('\n');
  t.equal(total + refused.length, 3_000, 'every row is a movie or refused, once');

  t.match(await marquee(args, { env }), { stdout: /accepted 0, replaced 0, unchanged 299\d/ });
  rmSync(env.DATA_DIR, { recursive: true });
  t.match(await marquee(args, { env }), { stdout: /accepted 299\d/ }, 'nothing is held on to');
});

t.test('without a terminal nothing but plain lines is printed', async (t) => {
  const dir = t.testdir({});
  const stdin = JSON.stringify(wikipedia(20));
  const run = await marquee(['import', '-'], { env: { DATA_DIR: `${dir}/data` }, stdin });
  t.equal(run.code, 0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  t.notMatch(run.stdout + run.stderr, /[\u001b\r]/);
});

const skip = missing('Redis');
t.test(
  'with Redis and no projector it says that changes wait in the queue',
  { skip },
  async (t) => {
    const redis = await startRedis();
    t.teardown(() => redis.stop());
    const dir = t.testdir({});
    const env = { DATA_DIR: `${dir}/data`, QUEUE_URL: redis.url };
    const stdin = JSON.stringify(wikipedia(20));
    const stored = await marquee(['import', '--no-wait', '-'], { env, stdin });
    t.match(stored, { code: 0, stdout: /accepted 20/ });
    const waiting = await marquee(['import', '-'], {
      env,
      stdin: JSON.stringify(wikipedia(20, 20)),
      watch: (child, stderr) =>
        void (stderr.includes('Does a projector run?') && child.kill('SIGINT')),
    });
    t.match(waiting, { code: 3, stderr: /\d+ jobs wait in the queue/ });
  },
);
