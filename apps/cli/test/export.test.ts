import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { marquee } from './marquee.js';

const rows = Array.from({ length: 430 }, (_, n) => ({
  title: `Movie ${n}`,
  year: 1950 + (n % 70),
  genres: ['Drama'],
  cast: [{ name: `Actor ${n % 40}`, character: `Role ${n}` }, { name: 'Everywhere' }],
}));

t.test('a catalogue that is exported and imported elsewhere is the same', async (t) => {
  const dir = t.testdir({ 'rows.ndjson': rows.map((row) => JSON.stringify(row)).join('\n') });
  const here = { DATA_DIR: `${dir}/here` };
  const there = { DATA_DIR: `${dir}/there` };
  t.match(await marquee(['import', `${dir}/rows.ndjson`], { env: here }), { code: 0 });
  const file = `${dir}/movies.ndjson`;
  const run = await marquee(['export', file], { env: here });
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  t.match(run, { code: 0, stdout: `430 rows, SHA-256 ${sha256}: ${file}\n` });
  const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'));
  t.match(manifest, { kind: 'movies', provider: null, rows: 430, sha256, changesAfter: String });
  t.notOk(existsSync(`${file}.part`));

  t.match(await marquee(['import', file], { env: there }), { code: 0, stdout: /accepted 430,/ });
  const packed = `${dir}/again.ndjson.gz`;
  t.match(await marquee(['export', packed], { env: there }), { code: 0 });
  t.ok(gunzipSync(readFileSync(packed)).equals(bytes), 'with the same bytes');
  const again = await marquee(['import', file], { env: here });
  t.match(again, { code: 0, stdout: /accepted 0, replaced 0, unchanged 430, refused 0/ });
});

t.test('standard output takes rows alone, and the manifest goes beside it', async (t) => {
  const dir = t.testdir({});
  const env = { DATA_DIR: `${dir}/data` };
  await marquee(['import', '-'], { env, stdin: '{"title":"One","cast":[{"name":"A"}]}' });
  const run = await marquee(['export', '--kind', 'actors', '-'], { env });
  t.match(JSON.parse(run.stdout), { id: String, name: 'A' });
  t.match(JSON.parse(run.stderr), { kind: 'actors', rows: 1 });
  const provider = '01890000-0000-7000-8000-00000000dead';
  const none = await marquee(['export', '--provider', provider, '-'], { env });
  t.match(none, { code: 0, stdout: '' });
  t.match(await marquee(['export', '-'], { env: { DATA_DIR: `${dir}/none` } }), { code: 3 });
  t.match(await marquee(['export', `${dir}/no/such/place`], { env }), {
    code: 3,
    stderr: /ENOENT/,
  });
});

t.test('what else is known of actors goes along in a file of its own', async (t) => {
  const dir = t.testdir({});
  const [here, there] = [{ DATA_DIR: `${dir}/here` }, { DATA_DIR: `${dir}/there` }];
  await marquee(['import', '-'], { env: here, stdin: '{"title":"One","cast":[{"name":"A"}]}' });
  const actors = `${dir}/actors.ndjson`;
  await marquee(['export', '--kind', 'actors', actors], { env: here });
  const { id } = JSON.parse(readFileSync(actors, 'utf8'));
  const row = { id, name: 'A', birthDate: '1970-01-01', gender: 'female', biography: 'Born.' };
  const told = await marquee(['import', '-'], { env: here, stdin: JSON.stringify(row) });
  t.match(told, { code: 0, stdout: /accepted 0, replaced 1, unchanged 0, refused 0/ });
  await marquee(['export', '--kind', 'actors', actors], { env: here });
  t.match(JSON.parse(readFileSync(actors, 'utf8')), row);
  await marquee(['export', `${dir}/movies.ndjson`], { env: here });
  const files = [actors, `${dir}/movies.ndjson`];
  t.match(await marquee(['import', ...files], { env: there }), { code: 0, stdout: /accepted 2,/ });
  for (const kind of ['actors', 'movies']) {
    const again = await marquee(['export', '--kind', kind, '-'], { env: there });
    t.equal(again.stdout, readFileSync(`${dir}/${kind}.ndjson`, 'utf8'), kind);
  }
  const bad = ['{"name":"No id"}', `{"id":"${id}","name":""}`, '{"id":"x","name":"B"}'];
  const refused = await marquee(['import', '-'], { env: there, stdin: bad.join('\n') });
  t.match(refused, { code: 1, stdout: /accepted 0, replaced 0, unchanged 0, refused 3/ });
});
