import type { MovieTrace } from '@marquee/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withOperator } from '../operator/operator.js';
import { printJson, table } from '../print.js';

export function traceCommand(done: (code: ExitCode) => void): Command {
  return new Command('trace')
    .description('Show where a movie is on its way from the write model into the view.')
    .argument('<movieId>', 'its id', idOf)
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action((id: string, { json }: { readonly json?: true }) =>
      withOperator(async (operator) => {
        const trace = await operator.trace(id);
        if (json) printJson(trace);
        else console.log(textOf(trace));
        done(trace.station === 'unknown' ? exitCodes.someRefused : exitCodes.done);
      }),
    );
}

function idOf(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('It must be a UUID.');
}

const sentences: Record<string, string> = {
  unknown: 'The write model does not know this movie.',
  written: 'It is written and waits to be published.',
  published: 'It is published; the live view does not have all of it yet.',
  confirmed: 'It is in the live view.',
};

function textOf({ station, written, changes, projected, deadLetters }: MovieTrace): string {
  const state = written.deleted ? 'deleted' : (written.updatedAt ?? '-');
  const rows = [
    ...(written.version === null ? [] : [['written', String(written.version), state, '']]),
    ...changes.flatMap((change) => [
      ['  committed', String(change.version), change.committedAt, change.requestIds.join(' ')],
      ['  published', '', change.publishedAt ?? '-', `attempts: ${change.attempts}`],
      ['  confirmed', '', change.confirmedAt ?? '-', ''],
    ]),
    ...projected.map(({ generation, live, version, current }) => [
      `projected ${generation}`,
      version === null ? '-' : String(version),
      '',
      [live ? 'live' : '', current ? 'current' : 'behind'].join(' ').trim(),
    ]),
    ...deadLetters.map(({ id, failedAt, reason }) => ['dead letter', id, failedAt, reason]),
  ];
  const notes = written.ratingsWait ? ' Ratings are still to be folded into it.' : '';
  return `${sentences[station]}${notes}\n${table(['STATION', 'VERSION', 'AT', ''], rows)}`;
}

const help = `
Examples:
  $ npm run marquee -- trace 01890a5d-ac96-774b-bcce-b302099a8057
  $ npm run marquee -- trace --json 01890a5d-ac96-774b-bcce-b302099a8057

Exit codes: 0 it is known, 1 it is not, 2 wrong usage, 3 failed.`;
