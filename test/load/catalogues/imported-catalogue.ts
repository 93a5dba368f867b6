/** A catalogue as `marquee import` makes it, on embedded stores: the Wikipedia movies where `MARQUEE_TEST_DATA` names them, else generated ones. */
import { createWriteStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runCli } from '../../system/compose-apps.js';
import { GENERATOR_VERSION, generateMovies } from './generate-movies.js';
import { type Copy, copyOf, keptData } from './kept-data.js';

const GENERATED_MOVIES = 36_273;

/** Which movies, for the report. */
export const catalogueName =
  process.env['MARQUEE_TEST_DATA'] === undefined
    ? `${GENERATED_MOVIES} generated movies`
    : 'the 36,273 movies of the Wikipedia movie data';

/** A `DATA_DIR` of its own, with write store and view. */
export async function importedCatalogue(): Promise<Copy> {
  const data = process.env['MARQUEE_TEST_DATA'];
  const name =
    data === undefined ? `generated-${GENERATED_MOVIES}-v${GENERATOR_VERSION}` : 'wikipedia';
  return copyOf(
    await keptData(`${name}-embedded`, async (directory) => {
      const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off' };
      await importInto(settings, data === undefined ? [await generated(directory)] : files(data));
    }),
  );
}

/** Needs a projector running, or a queue in memory. */
export async function importInto(
  settings: Readonly<Record<string, string>>,
  from: readonly string[],
): Promise<void> {
  const { code, output } = await runCli(['import', ...from], settings);
  if (code !== 0) throw new Error(`marquee import ended with ${code}:\n${output}`);
}

function files(data: string): string[] {
  const folder = join(data, 'wikipedia');
  const names = readdirSync(folder).filter((name) => name.startsWith('movies-'));
  return names.map((name) => join(folder, name));
}

async function generated(directory: string): Promise<string> {
  const file = join(directory, 'generated.ndjson');
  const lines = function* () {
    for (const { input } of generateMovies({ seed: 1, count: GENERATED_MOVIES })) {
      yield `${JSON.stringify(input)}\n`;
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return file;
}
