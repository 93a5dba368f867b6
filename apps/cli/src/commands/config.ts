import { Command } from 'commander';

export function configCommand(): Command {
  return new Command('config')
    .description('Print the settings in force, one NAME=value a line, with secrets masked.')
    .addHelpText(
      'after',
      `
Examples:
  $ npm run marquee -- config
  $ DATA_DIR=/srv/marquee npm run marquee -- config`,
    )
    .action(async () => {
      const { describeSettings, readSettings } = await import('@marquee/service');
      const settings = Object.entries(describeSettings(readSettings('cli')));
      console.log(settings.map(([name, value]) => `${name}=${value}`).join('\n'));
    });
}
