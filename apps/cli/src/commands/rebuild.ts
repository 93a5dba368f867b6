import { Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from '../exit-codes.js';

interface Options {
  readonly rollback?: true;
  readonly force?: true;
  readonly prune?: true;
  readonly abandon?: true;
  readonly rate?: number;
}

export function rebuildCommand(done: (code: ExitCode) => void): Command {
  return new Command('rebuild')
    .description('Make a new generation of the view beside the live one, and switch to it.')
    .addOption(
      new Option('--rollback', 'switch back to the generation that was live before').conflicts([
        'prune',
        'abandon',
      ]),
    )
    .option('--force', 'with --rollback: also to one that is not kept up')
    .addOption(
      new Option('--prune', 'drop every generation but the live one').conflicts(['abandon']),
    )
    .option('--abandon', 'give up a rebuild that was begun, and clear away what there is of it')
    .addOption(
      new Option('--rate <movies>', 'publish at most so many movies a second')
        .argParser(positive)
        .conflicts(['rollback', 'prune', 'abandon']),
    )
    .addHelpText('after', help)
    .action(async (options: Options, called: Command) => {
      if (options.force && !options.rollback) called.error('--force goes with --rollback.');
      const { runRebuild } = await import('../rebuild/run-rebuild.js');
      const verb = options.rollback
        ? 'rollback'
        : options.prune
          ? 'prune'
          : options.abandon
            ? 'abandon'
            : 'rebuild';
      done(
        await runRebuild(verb, {
          force: options.force === true,
          rate: options.rate ?? Number.POSITIVE_INFINITY,
        }),
      );
    });
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It is a number above 0.');
  return value;
}

const help = `
Readers notice nothing: the new generation is filled beside the one that they read, compared with the
write model row by row, and switched to when it is right. Both are written from then on, so a
rollback loses nothing; --prune ends that. Cut off, a rebuild goes on where it was when it is run again.

It takes what the stores can give; with --rate readers of a busy system notice less of it.

It needs a projector of this release, unless QUEUE_URL is memory:, where it brings its own.

Examples:
  $ npm run marquee -- rebuild
  $ npm run marquee -- rebuild --rate 100
  $ npm run marquee -- rebuild --rollback
  $ npm run marquee -- rebuild --prune

Exit codes: 0 done, 2 wrong usage, 3 failed or refused.`;
