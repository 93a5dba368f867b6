import { findSource, formatNames, type Source } from '@marquee/import';
import { Command, Option } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { type ImportFlags, readImportFlags, WrongFlag } from './import-flags.js';
import { importHelp } from './import-help.js';

export function importCommand(done: (code: ExitCode) => void): Command {
  return new Command('import')
    .description(
      'Store the movies or ratings of files, or of standard input, and wait until the view has them.',
    )
    .argument('<files...>', 'JSON, NDJSON, CSV or TSV, gzipped or not; - is standard input')
    .addOption(
      new Option('--format <format>', 'what the files are; auto tells by content')
        .choices(formatNames)
        .default('auto'),
    )
    .option(
      '--map <field=column,...>',
      'columns of a CSV or TSV file; may be repeated',
      gathered,
      [],
    )
    .option('--map-file <file>', 'the same as a JSON object { "title": "Name" }')
    .option('--delimiter <character>', 'between fields, where the header does not tell')
    .option('--no-quotes', 'a quotation mark is an ordinary character')
    .option('--list-separator <text>', 'between genres, names and tags of one field')
    .option('--title-types <types>', "which of IMDb's titles are movies (movie,tvMovie)")
    .addOption(
      new Option('--existing <what>', 'a movie that is there and that a row names').choices([
        ...['replace', 'keep'],
      ]),
    )
    .option('--no-wait', 'end when everything is stored, before the view has it')
    .addHelpText('after', importHelp)
    .action(async (files: string[], flags: ImportFlags) => {
      const sources = await findSources(files);
      const options = await readImportFlags(flags).catch((error) => {
        if (!(error instanceof WrongFlag)) throw error;
        console.error(error.message);
        return null;
      });
      if (sources === null || options === null) return done(exitCodes.wrongUsage);
      const { runImport } = await import('../import/run-import.js');
      done(await runImport({ sources, options, wait: flags.wait }));
    });
}

const gathered = (value: string, before: readonly string[]) => [...before, value];

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
