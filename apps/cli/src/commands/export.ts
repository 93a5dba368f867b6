import type { ExportKind } from '@marquee/command';
import { Command, Option } from 'commander';
import type { ExitCode } from '../exit-codes.js';

const kinds: readonly ExportKind[] = ['movies', 'actors'];

interface Options {
  readonly kind: ExportKind;
  readonly provider?: string;
  readonly gzip?: boolean;
}

export function exportCommand(done: (code: ExitCode) => void): Command {
  return new Command('export')
    .description('Write the catalogue into a file that can be imported again.')
    .argument('<file>', 'NDJSON, gzipped where the name ends in .gz; - is standard output')
    .addOption(new Option('--kind <kind>', 'what to write').choices(kinds).default('movies'))
    .option('--provider <id>', 'only what this provider made')
    .option('--gzip', 'compress it, whatever its name')
    .addHelpText('after', help)
    .action(async (file: string, { kind, provider, gzip }: Options) => {
      const { runExport } = await import('../export/run-export.js');
      const selection = { kind, provider: provider?.toLowerCase() ?? null };
      done(await runExport({ file, selection, gzip: gzip ?? file.endsWith('.gz') }));
    });
}

const help = `
Each line is a movie as POST /movies takes it, with its id and those of its actors, in the order of
the ids. Imported into an empty catalogue it makes the same movies: exported there again, the file has
the same bytes. What else is known of actors is in an export of theirs (--kind actors), which is
imported in the same way. Beside the file, <file>.manifest.json tells how many rows it has and the
SHA-256 of its bytes (before compression).

Works beside a running Marquee, in constant memory. A file that is there already is replaced at the end.

Examples:
  $ npm run marquee -- export movies.ndjson.gz
  $ npm run marquee -- export --kind actors actors.ndjson
  $ npm run marquee -- export --provider 01890a5d-ac96-774b-bcce-b302099a8057 - | wc -l

Exit codes: 0 done, 2 wrong usage, 3 failed.`;
