/** The index in this thread: one call after the other. */
import { parentPort } from 'node:worker_threads';
import { createMovieIndex } from './movie-index.js';
import type { Answer, Call, ThreadCalls } from './thread-messages.js';

const index = createMovieIndex();

const calls: ThreadCalls = {
  apply(changes) {
    for (const { id, version, json } of changes) {
      if (json === null) index.remove(id, version);
      else index.put(JSON.parse(json), version);
    }
    return index.size();
  },
  search: (request) => index.search(request),
  suggest: ({ text, limit }) => index.suggest(text, limit),
  related: ({ id, limit }) => index.related(id, limit),
};

function answerTo({ number, name, argument }: Call): Answer {
  try {
    const call = calls[name] as (argument: unknown) => unknown;
    return { number, value: call(argument) };
  } catch (error) {
    return { number, error: error instanceof Error ? `${error.stack}` : `${error}` };
  }
}

parentPort?.on('message', (call: Call) => parentPort?.postMessage(answerTo(call)));
