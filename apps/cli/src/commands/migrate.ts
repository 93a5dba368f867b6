import { Command } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export function migrateCommand(done: (code: ExitCode) => void): Command {
  return new Command('migrate')
    .description('Bring the write store and the view store to the schema of this release.')
    .addHelpText(
      'after',
      `
It is safe to run twice, by several processes at once, and while Marquee runs.

Examples:
  $ npm run marquee -- migrate
  $ WRITE_STORE_URL=mssql://user:password@db:1433/marquee \\
    VIEW_STORE_URL='cassandra://c1,c2/marquee?datacenter=dc1' npm run marquee -- migrate`,
    )
    .action(async () => {
      const { migrateAll } = await import('@marquee/reconcile');
      const { openStores } = await import('../open-stores.js');
      const stores = await openStores();
      try {
        const { writeStore, viewStore } = stores;
        const { migrations, generations } = await migrateAll({
          writeStore,
          viewStore,
          now: Date.now,
        });
        console.log(
          migrations.length === 0
            ? 'The write store is up to date.'
            : `Ran on the write store: ${migrations.join(', ')}`,
        );
        console.log(`Generations of the view: ${generations.join(', ')}`);
        done(exitCodes.done);
      } finally {
        await stores.close();
      }
    });
}
