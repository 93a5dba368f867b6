import { roles, scopes } from '@marquee/contracts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export function tokensCommand(done: (code: ExitCode) => void): Command {
  const command = new Command('tokens')
    .description('Make, list, renew and revoke keys with which machines call the API.')
    .addHelpText('after', help);
  command
    .command('create')
    .description('Make a key. It is shown this once and stored nowhere.')
    .addOption(new Option('--role <role>').choices([...roles]).makeOptionMandatory())
    .option('--provider <uuid>', 'who it writes as; left out: a new id, for administrators theirs')
    .option('--name <name>', 'what people call it', 'unnamed')
    .option('--expires <days>', 'when it runs out: 90d; left out: never', daysOf)
    .addOption(
      new Option('--scope <scope...>', 'narrows it; left out: all that the role may').choices([
        ...scopes,
      ]),
    )
    .action(async (options) => {
      const { createToken } = await import('../tokens/manage-tokens.js');
      await createToken(options);
      done(exitCodes.done);
    });
  command
    .command('list')
    .description('List the keys, the oldest first.')
    .action(async () => {
      const { listTokens } = await import('../tokens/manage-tokens.js');
      await listTokens();
      done(exitCodes.done);
    });
  command
    .command('rotate')
    .description('Give a key a new secret. It is shown this once and stored nowhere.')
    .argument('<id>', 'as `tokens list` shows it')
    .addOption(
      new Option('--overlap <days>', 'how long the old secret stays good: 7d; 0d: not at all')
        .argParser(overlapOf)
        .default(1, '1d'),
    )
    .action(async (id: string, options) => {
      const { rotateToken } = await import('../tokens/manage-tokens.js');
      await rotateToken(id.toLowerCase(), options);
      done(exitCodes.done);
    });
  command
    .command('revoke')
    .description('End a key, and the access tokens that were made from it.')
    .argument('<id>', 'as `tokens list` shows it')
    .action(async (id: string) => {
      const { revokeToken } = await import('../tokens/manage-tokens.js');
      await revokeToken(id.toLowerCase());
      done(exitCodes.done);
    });
  for (const verb of command.commands) verb.exitOverride();
  return command;
}

const overlapOf = (text: string) => (text === '0d' ? 0 : daysOf(text));

function daysOf(text: string): number {
  const [, days] = /^([1-9]\d{0,3})d$/.exec(text) ?? [];
  if (days === undefined) throw new InvalidArgumentError('It must be days, like 90d.');
  return Number(days);
}

const help = `
Examples:
  $ npm run marquee -- tokens create --role provider --name importer --expires 90d
  $ npm run marquee -- tokens create --role viewer --scope catalogue:read
  $ npm run marquee -- tokens list
  $ npm run marquee -- tokens rotate 0190a5b4-7b1c-7000-8000-000000000001 --overlap 7d
  $ npm run marquee -- tokens revoke 0190a5b4-7b1c-7000-8000-000000000001`;
