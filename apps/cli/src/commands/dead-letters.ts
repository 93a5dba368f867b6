import type { DeadLetterList, LetterOutcome, LetterSelection } from '@marquee/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withOperator } from '../operator/operator.js';
import { printJson, table } from '../print.js';

interface Options {
  readonly generation?: string;
  readonly all?: true;
  readonly json?: true;
}

type Done = (code: ExitCode) => void;

export function deadLettersCommand(done: Done): Command {
  const command = new Command('dead-letters')
    .description('Look at changes that could not be projected, retry them, or forget them.')
    .addHelpText('after', help)
    .exitOverride(); // its verbs inherit this
  addList(command);
  command
    .command('show')
    .description('Print one as JSON, with its job.')
    .argument('<id>')
    .action((id: string) => withOperator(async ({ letters }) => printJson(await letters.find(id))));
  for (const verb of ['retry', 'discard'] as const) addChange(command, verb, done);
  return command;
}

function addList(command: Command): void {
  command
    .command('list')
    .description('List them, the latest first.')
    .option('--generation <name>', 'only of this generation of the view')
    .option('--limit <n>', 'of each generation', limitOf, 100)
    .option('--json', 'print JSON')
    .action(({ generation, limit, json }: Options & { readonly limit: number }) =>
      withOperator(async ({ letters }) => {
        const found = await letters.list({ generation, limit });
        if (json) printJson(found);
        else console.log(textOf(found));
      }),
    );
}

function addChange(command: Command, verb: 'retry' | 'discard', done: Done): void {
  command
    .command(verb)
    .description(
      verb === 'retry'
        ? 'Publish the current state of what they are about, and forget them.'
        : 'Forget them.',
    )
    .argument('[ids...]')
    .option('--all', 'all that there are')
    .option('--generation <name>', 'only of this generation of the view')
    .option('--json', 'print JSON')
    .action(async (ids: string[], { all, generation, json }: Options, called: Command) => {
      if (ids.length > 0 === (all === true)) called.error('Name either ids, or --all.');
      const which = all === true ? { all } : { ids };
      const selection: LetterSelection = generation ? { ...which, generation } : which;
      await withOperator(async ({ letters }) => {
        const outcome = await letters[verb](selection);
        if (json) printJson(outcome);
        else console.log(outcomeText(outcome, verb));
        const isWhole = outcome.unknown.length + outcome.unreadable.length === 0;
        done(isWhole ? exitCodes.done : exitCodes.someRefused);
      });
    });
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit;
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000.');
}

function textOf({ items, total }: DeadLetterList): string {
  if (total === 0) return 'There are no dead letters.';
  const rows = items.map(({ id, generation, failedAt, subjects, reason }) => {
    const [first = '?', ...more] = subjects;
    const about = more.length === 0 ? first : `${first} and ${more.length} more`;
    return [failedAt, generation, id, about, reason];
  });
  const shown = items.length < total ? `\n${items.length} of ${total}.` : '';
  return table(['FAILED AT', 'GENERATION', 'ID', 'ABOUT', 'REASON'], rows) + shown;
}

function outcomeText(outcome: LetterOutcome, verb: 'retry' | 'discard'): string {
  return [
    `${outcome.done} ${verb === 'retry' ? 'retried' : 'discarded'}.`,
    ...outcome.unknown.map((id) => `${id}: there is no such dead letter`),
    ...outcome.unreadable.map(
      (id) => `${id}: it does not tell what it is about, and can only be discarded`,
    ),
  ].join('\n');
}

const help = `
Where the queue lives in the memory of an app (QUEUE_URL is memory:), that app is asked by its
admin port; ADMIN_HOST and ADMIN_PORT name it.

Examples:
  $ npm run marquee -- dead-letters list
  $ npm run marquee -- dead-letters show movie-0198-1-Zk3
  $ npm run marquee -- dead-letters retry --all
  $ npm run marquee -- dead-letters discard --generation g1 movie-0198-1-Zk3

Exit codes: 0 done, 1 some were unknown or could not be retried, 2 wrong usage, 3 failed.`;
