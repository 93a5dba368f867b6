/** Ratings into embedded stores by `marquee import`: how many a second are stored, and how long the view takes to have all. */
import { createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { seededRandom } from '@marquee/testing';
import { isQuick } from './harness/effort.js';
import { runCli } from './load-catalogue.js';

const movies = isQuick ? 200 : 9_000;
const ratings = isQuick ? 5_000 : 1_000_000;

export async function benchImport(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-bench-'));
  try {
    await write(join(directory, 'movies.csv'), (file) => {
      file.write('movieId,title,genres\n');
      for (let n = 1; n <= movies; n += 1)
        file.write(`${n},"River ${n}, The (${1930 + (n % 90)})",Drama|Western\n`);
    });
    await write(join(directory, 'ratings.csv'), writeRatings);
    const settings = { DATA_DIR: join(directory, 'data') };
    for (const name of ['movies', 'ratings', 'ratings'])
      await runCli(['import', join(directory, `${name}.csv`)], settings);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** By user, as MovieLens has them; a few movies have most of the ratings. */
function writeRatings(file: WriteStream): void {
  const random = seededRandom(1);
  file.write('userId,movieId,rating,timestamp\n');
  let written = 0;
  for (let user = 1; written < ratings; user += 1) {
    const rated = new Set<number>();
    const wanted = Math.min(20 + random.integer(250), ratings - written);
    while (rated.size < wanted) rated.add(1 + Math.floor(movies * random.fraction() ** 3));
    const lines = [...rated].map((movie) => `${user},${movie},${(1 + random.integer(10)) / 2},0\n`);
    file.write(lines.join(''));
    written += wanted;
  }
}

async function write(path: string, fill: (file: WriteStream) => void): Promise<void> {
  const file = createWriteStream(path);
  fill(file);
  await finished(file.end());
}
