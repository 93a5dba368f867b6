import { Command, Option } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { findSource, type Source } from '../import/open-source.js';
import { type RowFormat, rowFormats } from '../import/plan-row.js';

interface Options {
  readonly format: RowFormat;
  readonly wait: boolean;
}

export function importCommand(done: (code: ExitCode) => void): Command {
  return new Command('import')
    .description(
      'Store the movies of files, or of standard input, and wait until the view has them.',
    )
    .argument('<files...>', 'JSON arrays or NDJSON, gzipped or not; - is standard input')
    .addOption(
      new Option('--format <format>', 'what the rows are; auto looks at each of them')
        .choices(rowFormats)
        .default('auto'),
    )
    .option('--no-wait', 'end when everything is stored, before the view has it')
    .addHelpText('after', help)
    .action(async (files: string[], { format, wait }: Options) => {
      const sources = await findSources(files);
      if (sources === null) return done(exitCodes.wrongUsage);
      const { runImport } = await import('../import/run-import.js');
      done(await runImport({ sources, format, wait }));
    });
}

const help = `
Rows are movies as POST /movies takes them ("movies"), or those of the Wikipedia movie data
("wikipedia": title, year, cast, genres, href, extract, thumbnail).

A row with an id, tmdbId or imdbId replaces the movie that has it. Any other row is known by its
content: importing it again changes nothing, whatever became of its movie since. A row that is not
right is left out and written, with the reasons, to <file>.refused.ndjson; the import goes on.
Cut off, it continues where it was when the same command is run again.

Examples:
  $ npm run marquee -- import movies.ndjson
  $ npm run marquee -- import --format wikipedia movies-1990s.json.gz movies-2000s.json.gz
  $ zcat movies-*.json.gz | npm run marquee -- import --no-wait -

Exit codes: 0 all rows accepted, 1 some refused, 2 wrong usage, 3 failed.`;

/** `null`, with a word about each, when some cannot be read. */
async function findSources(names: readonly string[]): Promise<Source[] | null> {
  const sources: Source[] = [];
  let isWrong = false;
  for (const name of names) {
    try {
      sources.push(await findSource(name));
    } catch (error) {
      isWrong = true;
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      console.error(isMissing ? `${name}: there is no such file` : String(error));
    }
  }
  if (names.filter((name) => name === '-').length > 1) {
    isWrong = true;
    console.error('-: standard input can be read only once');
  }
  return isWrong ? null : sources;
}
