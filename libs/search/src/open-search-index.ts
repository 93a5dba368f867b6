/** Starts a thread with an index of its own, so that neither a long query nor a million movies hold up the event loop. */
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '@marquee/contracts';
import type { Answer, Call, CallName, ThreadCalls } from './thread-messages.js';

type Calls = {
  readonly [Name in CallName]: (
    argument: Parameters<ThreadCalls[Name]>[0],
  ) => Promise<ReturnType<ThreadCalls[Name]>>;
};

export interface SearchIndex extends Calls {
  /** Ends the thread; what waits for it fails. */
  close(): Promise<void>;
}

/** The index is closed, its thread has died, or too many wait for it. */
export class SearchUnavailable extends StoreUnavailable {
  override name = 'SearchUnavailable';
}

/** For what lives shortly: filling would have the thread keep some 25 MB more for that, for good. */
const YOUNG_MB = 6;

/** More calls than this do not wait: they would for a second and longer. */
const MAX_WAITING = 500;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** `onLost` is called when the thread ends without being asked to, of too little memory for instance. */
export function openSearchIndex({
  onLost,
}: {
  readonly onLost: (error: Error) => void;
}): SearchIndex {
  const thread = new Worker(new URL('./index-thread.js', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const waiting = new Map<number, Waiting>();
  let number = 0;
  let ended: Error | null = null;

  function end(error: Error): void {
    if (ended !== null) return;
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function lose(cause: unknown): void {
    if (ended !== null) return;
    const error = new SearchUnavailable('the index was lost', { cause });
    end(error);
    onLost(error);
  }

  thread.on('message', (answer: Answer) => {
    const call = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ('error' in answer) call?.reject(new Error(answer.error));
    else call?.resolve(answer.value);
  });
  thread.on('error', lose);
  thread.on('exit', lose);

  const ask = <Name extends CallName>(name: Name, argument: Parameters<ThreadCalls[Name]>[0]) =>
    new Promise<ReturnType<ThreadCalls[Name]>>((resolve, reject) => {
      if (ended !== null) return reject(ended);
      if (waiting.size >= MAX_WAITING) return reject(new SearchUnavailable('too many searches'));
      number += 1;
      waiting.set(number, { resolve: resolve as Waiting['resolve'], reject });
      const call: Call = { number, name, argument };
      thread.postMessage(call);
    });

  return {
    apply: (changes) => ask('apply', changes),
    search: (request) => ask('search', request),
    suggest: (request) => ask('suggest', request),
    related: (request) => ask('related', request),
    async close() {
      end(new SearchUnavailable('the index is closed'));
      await thread.terminate();
    },
  };
}
