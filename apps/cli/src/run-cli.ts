import { Command, CommanderError } from 'commander';
import { configCommand } from './commands/config.js';
import { deadLettersCommand } from './commands/dead-letters.js';
import { exportCommand } from './commands/export.js';
import { importCommand } from './commands/import.js';
import { migrateCommand } from './commands/migrate.js';
import { projectorCommand } from './commands/projector.js';
import { rebuildCommand } from './commands/rebuild.js';
import { tokensCommand } from './commands/tokens.js';
import { traceCommand } from './commands/trace.js';
import { verifyCommand } from './commands/verify.js';
import { type ExitCode, exitCodes } from './exit-codes.js';

/**
 * Runs one verb. Verbs load what they need only when they run, so that help comes at once.
 * Resolves with what the process is to end with; what went wrong is on standard error by then.
 */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const program = new Command('marquee')
    .description('Looks after a Marquee installation. Settings come from the environment.')
    .addHelpText('after', help)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  for (const command of [
    migrateCommand,
    importCommand,
    exportCommand,
    deadLettersCommand,
    projectorCommand,
    traceCommand,
    verifyCommand,
    rebuildCommand,
    tokensCommand,
    configCommand,
  ]) {
    program.addCommand(
      command((result) => {
        code = result;
      }).exitOverride(),
    );
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failure(error);
  }
}

const help = `
Examples:
  $ npm run marquee -- migrate
  $ npm run marquee -- import movies.ndjson
  $ npm run marquee -- export movies.ndjson
  $ npm run marquee -- dead-letters list
  $ npm run marquee -- projector status
  $ npm run marquee -- trace 01890a5d-ac96-774b-bcce-b302099a8057
  $ npm run marquee -- verify
  $ npm run marquee -- rebuild
  $ npm run marquee -- tokens create --role provider
  $ npm run marquee -- config

Exit codes: 0 done, 1 some rows or letters were refused or differ, 2 wrong usage, 3 failed.`;

function failure(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // Commander has printed it already: help asked for is fine, anything else is wrong usage.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  }
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  return error.name === 'InvalidSettings' ? exitCodes.wrongUsage : exitCodes.failed;
}
