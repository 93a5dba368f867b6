import { Command } from 'commander';
import type { ExitCode } from '../exit-codes.js';

export function verifyCommand(done: (code: ExitCode) => void): Command {
  return new Command('verify')
    .description('Compare every row of the view with what the write model says it must be.')
    .option('--repair', 'make what differs right, then compare again')
    .addHelpText('after', help)
    .action(async ({ repair = false }: { repair?: boolean }) => {
      const { runVerify } = await import('../verify/run-verify.js');
      done(await runVerify({ repair }));
    });
}

const help = `
Works while Marquee runs, and when nothing runs. What is being written meanwhile is looked at again
until the view has it, so that only what is wrong is printed: rows that are missing, stale (other
content, or another version) or orphaned (nothing stands for them).

--repair publishes what differs again. A movie, actor or total of which the view holds a version that
was never given gets a new version: its content stays as it is.

Examples:
  $ npm run marquee -- verify
  $ npm run marquee -- verify --repair

Exit codes: 0 all is as it must be, 1 something differs, 2 wrong usage, 3 failed.`;
