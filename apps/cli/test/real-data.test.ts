/** The Wikipedia movie data as a whole (minutes: `tap --timeout=900`); runs where MARQUEE_TEST_DATA names the folder of its files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { catalogue, marquee } from './marquee.js';

const folder = process.env['MARQUEE_TEST_DATA'] ?? '';
if (folder === '') console.error('SKIPPED: MARQUEE_TEST_DATA names no folder of movie data');

t.test('every row of the Wikipedia movie data is a movie', { skip: folder === '' }, async (t) => {
  const files = readdirSync(folder)
    .filter((name) => /^movies-.*\.json\.gz$/.test(name))
    .map((name) => join(folder, name));
  const rows = files.flatMap((file): unknown[] =>
    JSON.parse(gunzipSync(readFileSync(file)).toString()),
  );
  t.ok(rows.length > 0);
  const env = { DATA_DIR: t.testdir({}) };

  const first = await marquee(['import', ...files], { env });
  const told = `accepted ${rows.length}, replaced 0, unchanged 0, refused 0`;
  t.match(first, { code: 0, stdout: told });
  t.equal((await catalogue(env.DATA_DIR)).total, rows.length);

  const second = await marquee(['import', ...files], { env });
  t.match(second, { code: 0, stdout: `accepted 0, replaced 0, unchanged ${rows.length}` });
});
