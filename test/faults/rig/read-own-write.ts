/** Reads with the token of a write: the item, its list, its total. The writer has written nothing else of it since. */
import { isDeepStrictEqual } from 'node:util';
import type { Movie } from '@marquee/contracts';
import type { PageOf } from '../../system/client.js';
import type { App, Asked, Question } from './ask.js';
import { contentOf, type Entry } from './ledger.js';
import type { PlannedWrite } from './plan-write.js';
import { askFor, count, type Run } from './run.js';
import { ownTag } from './workload.js';

interface OwnWrite {
  readonly plan: PlannedWrite;
  readonly asked: Asked<unknown>;
  readonly app: App;
}

export async function readOwnWrite(run: Run, { plan, asked, app }: OwnWrite): Promise<void> {
  if (asked.token === null) {
    run.violations.add('wrong-answer', `${plan.kind}: an answer without a Consistency-Token`);
    return;
  }
  const headers = { 'consistency-token': asked.token, prefer: 'wait=10' };
  const read = async <T>(path: string, ...expected: number[]) => {
    const question: Question = { method: 'GET', path, headers };
    const answer = await askFor<T>(run, 'read-with-token', { app, expected, ...question });
    if (answer !== null) count(run.tally.reads, 'own write');
    return answer;
  };
  // One of a batch stands for all: which one is the same for the same write.
  const [change] = plan.changes;
  if (change === undefined) return;
  const miss = (what: string) => {
    run.violations.add('not-my-write', `${plan.kind} ${change.entry.subject.id}: ${what}`);
  };
  if (change.entry.subject.kind === 'movie') await seeMovie(change.entry, read, miss);
  else if (change.entry.subject.kind === 'actor') await seeActor(change.entry, read, miss);
  else await seeShared(change.entry, read, miss);
}

type Read = <T>(path: string, ...expected: number[]) => Promise<Asked<T> | null>;
type Miss = (what: string) => void;

async function seeMovie({ subject, value, version }: Entry, read: Read, miss: Miss): Promise<void> {
  const item = await read<Movie>(`/movies/${subject.id}`, 404);
  const list = await read<PageOf<Movie>>(`/movies?tag=${encodeURIComponent(ownTag(subject.id))}`);
  const shown = list?.body.items ?? [];
  if (value === null) {
    if (item !== null && item.status !== 404) miss(`is shown at ${item.body.version}`);
    if (shown.length > 0) miss('is in its list');
  } else {
    for (const movie of [...(item === null ? [] : [item.body]), ...shown]) {
      // A 404 is a problem, which has no version.
      if (!(movie.version >= version)) miss(`is shown at ${movie.version}, not ${version}`);
      else if (!isDeepStrictEqual(contentOf(movie), value)) miss(`is ${JSON.stringify(movie)}`);
    }
    if (list !== null && shown.length !== 1) miss(`is in its list ${shown.length} times`);
  }
  const expected = value === null ? 0 : 1;
  if (list !== null && list.body.page.total !== expected) {
    miss(`its list has the total ${list.body.page.total}, not ${expected}`);
  }
}

async function seeActor({ subject, value }: Entry, read: Read, miss: Miss): Promise<void> {
  const actor = await read<{ name: string }>(`/actors/${subject.id}`);
  if (actor !== null && actor.body.name !== value) miss(`is ${actor.body.name}, not ${value}`);
  const path = `/actors/${subject.id}/movies?limit=30`;
  for (const movie of (await read<PageOf<Movie>>(path))?.body.items ?? []) {
    const names = movie.cast.filter(({ actorId }) => actorId === subject.id);
    if (names.some(({ name }) => name !== value)) miss(`${movie.id} still says ${names[0]?.name}`);
  }
}

/** Others write the same movie: only this writer's part of it is certain. */
async function seeShared({ subject, value }: Entry, read: Read, miss: Miss): Promise<void> {
  const movie = await read<Movie>(`/movies/${subject.id}`);
  if (movie === null) return;
  if (subject.kind === 'field') {
    const fields: Readonly<Record<string, unknown>> = { ...movie.body };
    const found = fields[subject.of ?? ''];
    if (found !== value) miss(`${subject.of} is ${found}, not ${value}`);
  } else if (value !== null && movie.body.rating.count === 0) {
    miss('is shown without ratings');
  }
}
