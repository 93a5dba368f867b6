/** What an operator can do to the pipeline, wherever its queue lives. */
import type { MovieTrace } from '@marquee/contracts';
import type { ProjectorControl } from '@marquee/projector';
import type { DeadLetters } from '@marquee/reconcile';

export interface Operator {
  readonly letters: DeadLetters;
  readonly projector: ProjectorControl;
  trace(movieId: string): Promise<MovieTrace>;
  close(): Promise<void>;
}

export async function withOperator(work: (operator: Operator) => Promise<void>): Promise<void> {
  const operator = await openOperator();
  try {
    await work(operator);
  } finally {
    await operator.close();
  }
}

/** On Redis by the queue and the stores themselves; a queue in an app's memory is reached by that app's admin port. */
async function openOperator(): Promise<Operator> {
  const { readSettings } = await import('@marquee/service');
  const settings = readSettings('cli');
  if (settings.queueUrl === 'memory:') {
    const { remoteOperator } = await import('./remote-operator.js');
    return remoteOperator(settings);
  }
  const { directOperator } = await import('./direct-operator.js');
  return await directOperator();
}
