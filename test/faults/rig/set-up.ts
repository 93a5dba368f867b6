/** The catalogue that a run begins with: actors, movies that stay as they are, movies that everybody writes. */
import { ask, type Question } from './ask.js';
import { acknowledge, type Content } from './ledger.js';
import type { Run } from './run.js';
import {
  ACTORS_EACH,
  actorId,
  OWN_FIELDS,
  SHARED_MOVIES,
  STEADY_MOVIES,
  sharedContent,
  sharedId,
  steadyContent,
  steadyId,
  WRITERS,
} from './workload.js';

interface Saved {
  readonly results: readonly { readonly status: number; readonly version: number }[];
}

/** Resolves when the view shows all of it. */
export async function setUp(run: Run): Promise<void> {
  for (let writer = 0; writer < WRITERS; writer += 1) {
    for (let n = 0; n < ACTORS_EACH; n += 1) {
      const id = actorId(writer, n);
      const name = `Actor ${writer} at first ${n}`;
      const body = { id, name };
      const made = await must<{ version: number }>(run, { method: 'POST', path: '/actors', body });
      acknowledge(run.ledger.entry({ kind: 'actor', id }), name, made.body.version);
    }
  }
  const tokens = [
    await makeMovies(run, { count: STEADY_MOVIES, idOf: steadyId, contentOf: steadyContent }),
    await makeMovies(run, { count: SHARED_MOVIES, idOf: sharedId, contentOf: sharedContent }),
  ];
  for (let n = 0; n < SHARED_MOVIES; n += 1) {
    for (const of of OWN_FIELDS) run.ledger.entry({ kind: 'field', id: sharedId(n), of });
  }
  // Each: the later one may be there first.
  for (const token of tokens) {
    const headers = { 'consistency-token': token ?? '', prefer: 'wait=10' };
    await must(run, { method: 'GET', path: '/movies', headers });
  }
}

interface NewMovies {
  readonly count: number;
  readonly idOf: (n: number) => string;
  readonly contentOf: (n: number) => Content;
}

async function makeMovies(run: Run, { count, idOf, contentOf }: NewMovies) {
  const contents = Array.from({ length: count }, (_, n) => contentOf(n));
  const movies = contents.map((content, n) => ({ id: idOf(n), ...content }));
  const body = { movies };
  const saved = await must<Saved>(run, { method: 'POST', path: '/movies/batch', body });
  for (const [n, content] of contents.entries()) {
    const { status = 0, version } = saved.body.results[n] ?? {};
    if (status !== 201) throw new Error(`${idOf(n)} was not made: ${status}`);
    acknowledge(run.ledger.entry({ kind: 'movie', id: idOf(n) }), content, version);
  }
  return saved.token;
}

async function must<T>(run: Run, question: Question) {
  const [app] = question.method === 'GET' ? run.queries : run.commands;
  if (app === undefined) throw new RangeError('there is no app');
  const asked = await ask<T>(app, run.bearer, question);
  if (asked.status >= 300 || asked.status === 0) {
    throw new Error(`${question.path}: ${asked.status} ${asked.code}`);
  }
  return asked;
}
