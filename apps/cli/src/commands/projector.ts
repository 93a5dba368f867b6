import type { ProjectorStatus } from '@marquee/contracts';
import { Command } from 'commander';
import { withOperator } from '../operator/operator.js';
import { printJson, table } from '../print.js';

interface Options {
  readonly generation?: string;
  readonly json?: true;
}

const verbs = {
  status: 'Show for each generation whether it is paused, and what waits.',
  pause: 'Take no more changes into the view. Writes go on, and wait.',
  resume: 'Take changes into the view again.',
} as const;

export function projectorCommand(): Command {
  const command = new Command('projector')
    .description('Pause and resume what takes changes into the view.')
    .addHelpText('after', help)
    .exitOverride(); // its verbs inherit this
  for (const [verb, description] of Object.entries(verbs)) {
    const added = command.command(verb).description(description).option('--json', 'print JSON');
    if (verb !== 'status') added.option('--generation <name>', 'only this generation of the view');
    added.action(({ generation, json }: Options) =>
      withOperator(async ({ projector }) => {
        const status = await projector[verb as keyof typeof verbs](generation);
        if (json) printJson(status);
        else console.log(textOf(status));
      }),
    );
  }
  return command;
}

function textOf({ generations }: ProjectorStatus): string {
  const rows = generations.map(({ generation, paused, waiting, active, delayed, dead }) => [
    ...[generation, paused ? 'paused' : 'running'],
    ...[waiting, active, delayed, dead].map(String),
  ]);
  return table(['GENERATION', 'STATE', 'WAITING', 'ACTIVE', 'DELAYED', 'DEAD'], rows);
}

const help = `
A pause on Redis holds for all projectors, also those that start later, until it is ended or Redis is
emptied; one in the memory of an app (QUEUE_URL is memory:) until that app ends.

Examples:
  $ npm run marquee -- projector pause
  $ npm run marquee -- projector status --json
  $ npm run marquee -- projector resume --generation g1

Exit codes: 0 done, 2 wrong usage, 3 failed.`;
