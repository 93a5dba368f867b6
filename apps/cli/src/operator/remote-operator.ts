/** Asks the admin port of the app in whose memory the queue lives. */
import type {
  DeadLetterDetail,
  DeadLetterList,
  LetterOutcome,
  MovieTrace,
  Problem,
  ProjectorStatus,
} from '@marquee/contracts';
import type { Settings } from '@marquee/service';
import type { Operator } from './operator.js';

const TIMEOUT_MS = 60_000;

type Query = Readonly<Record<string, string | number | undefined>>;

export function remoteOperator({ adminHost, adminPort }: Settings): Operator {
  const base = `http://${adminHost.includes(':') ? `[${adminHost}]` : adminHost}:${adminPort}`;
  const send = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const url = `${base}/admin/${path}`;
    const answer = await fetch(url, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }).catch((error: unknown) => {
      throw new Error(nobodyThere(base), { cause: error });
    });
    if (answer.ok) return (await answer.json()) as T;
    const problem = (await answer.json()) as Problem;
    throw new Error(problem.detail);
  };
  const ask = <T>(path: string, query: Query = {}) => send<T>('GET', path + queryOf(query));

  return {
    letters: {
      list: (query) => ask<DeadLetterList>('dead-letters', query),
      find: (id) => ask<DeadLetterDetail>(`dead-letters/${encodeURIComponent(id)}`),
      retry: (selection) => send<LetterOutcome>('POST', 'dead-letters/retry', selection),
      discard: (selection) => send<LetterOutcome>('POST', 'dead-letters/discard', selection),
    },
    projector: {
      status: () => ask<ProjectorStatus>('projector'),
      pause: (generation) => send('POST', `projector/pause${queryOf({ generation })}`),
      resume: (generation) => send('POST', `projector/resume${queryOf({ generation })}`),
    },
    trace: (id) => ask<MovieTrace>(`movies/${encodeURIComponent(id)}/trace`),
    close: async () => {},
  };
}

function queryOf(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

const nobodyThere = (base: string) =>
  `QUEUE_URL is memory:, so the queue lives in the memory of the app, and no app answers at ${base}. ` +
  'Start it, or name its admin port by ADMIN_HOST and ADMIN_PORT.';
