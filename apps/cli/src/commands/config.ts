import { describeSettings, readSettings } from '@marquee/service';
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
    .action(() => {
      const settings = Object.entries(describeSettings(readSettings('cli')));
      console.log(settings.map(([name, value]) => `${name}=${value}`).join('\n'));
    });
}
