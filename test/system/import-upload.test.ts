/** A feed that is uploaded over HTTP survives `kill -9` in the middle of its import: each row is a movie, and none is two. */
import {
  createReadStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Import, Movie } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, type PageOf, walk } from './client.js';
import { skipWithoutData as skip } from './wikipedia-catalogue.js';

const movies = 3_000;

t.test('a slice of the Wikipedia movies, killed in the middle', { skip }, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-upload-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const feed = join(directory, 'feed.ndjson');
  writeFileSync(feed, rows(movies));
  const settings = { DATA_DIR: join(directory, 'data'), SAMPLE_DATA: 'off' };
  let app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  const token = adminToken(settings.DATA_DIR);
  const answer = await fetch(`${app.url}/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: Readable.toWeb(createReadStream(feed)),
    duplex: 'half',
  });
  t.equal(answer.status, 202);
  const location = answer.headers.get('location') ?? '';
  const found = async () => (await clientOf(app.url, token).get<Import>(location)).body;

  let before = await found();
  for (; before.rows < movies / 3; before = await found()) await sleep(5);
  await app.kill();
  t.ok(before.rows < movies, 'it was killed in the middle');
  app = await startMarquee('standalone', settings);
  let done = await found();
  t.ok(done.rows >= before.rows, 'what was noted is done');
  for (; done.endedAt === null; done = await found()) await sleep(50);
  t.match(done, { state: 'done', rows: movies, replaced: 0, refused: 0, reasons: [] });
  t.equal(done.accepted + done.unchanged, movies);
  t.ok(done.unchanged <= 100, 'no more than a batch was done again');
  // The folder's name stays.
  while (readdirSync(join(settings.DATA_DIR, 'imports')).length > 1) await sleep(20);

  const client = clientOf(app.url, token);
  const shown = async () => (await client.get<PageOf<Movie>>('/movies')).body.page.total;
  for (let tries = 0; tries < 300 && (await shown()) !== movies; tries += 1) await sleep(100);
  const { forward } = await walk<Movie>(client, '/movies?limit=100&fields=summary');
  t.equal(new Set(forward.map(({ id }) => id)).size, movies);
  t.equal(forward.length, movies);
});

/** The first so many of a decade, one a line. */
function rows(count: number): string {
  const file = join(process.env['MARQUEE_TEST_DATA'] ?? '', 'wikipedia/movies-1930s.json.gz');
  const all: readonly object[] = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  return all
    .slice(0, count)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
}
