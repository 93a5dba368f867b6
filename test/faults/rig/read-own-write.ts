/** Reads with the token of a write: the item, its list, its total. The writer has written nothing else of it since. */
import { isDeepStrictEqual } from 'node:util';
import type { Movie, PlayCount } from '@marquee/contracts';
import type { PageOf } from '../../system/client.js';
import type { App, Asked, Question } from './ask.js';
import { contentOf, type Entry, isCertain, type Value } from './ledger.js';
import type { PlannedWrite } from './plan-write.js';
import { askFor, count, type Run } from './run.js';
import {
  type ShownSession,
  type StartedSessions,
  startedIn,
  startedPath,
} from './started-sessions.js';
import { countryOf, ownTag } from './workload.js';

interface OwnWrite {
  readonly plan: PlannedWrite;
  /** Whether its first subject was made or deleted by it, so that totals are part of the write. */
  readonly comesOrGoes: boolean;
  readonly asked: Asked<unknown>;
  readonly app: App;
}

export async function readOwnWrite(
  run: Run,
  { plan, comesOrGoes, asked, app }: OwnWrite,
): Promise<void> {
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
  const looking = { read, miss, comesOrGoes };
  if (change.entry.subject.kind === 'movie') await seeMovie(change.entry, looking);
  else if (change.entry.subject.kind === 'actor') await seeActor(run, change.entry, looking);
  else if (change.entry.subject.kind === 'plays') await seePlays(change.entry, looking);
  else if (change.entry.subject.kind === 'comment') await seeComment(change.entry, looking);
  else if (change.entry.subject.kind === 'session') await seeSession(change.entry, looking);
  else await seeShared(change.entry, looking);
}

interface Looking {
  readonly read: <T>(path: string, ...expected: number[]) => Promise<Asked<T> | null>;
  readonly comesOrGoes: boolean;
  /** Notes what was not seen. */
  readonly miss: (what: string) => void;
}

async function seeMovie(
  { subject, value, version }: Entry,
  { read, miss, comesOrGoes }: Looking,
): Promise<void> {
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
  if (comesOrGoes && list !== null && list.body.page.total !== expected) {
    miss(`its list has the total ${list.body.page.total}, not ${expected}`);
  }
}

/** The new name stands in every movie that had the actor then, and that nobody has written since. */
async function seeActor(run: Run, actor: Entry, { read, miss }: Looking): Promise<void> {
  const { id } = actor.subject;
  const shown = await read<{ name: string }>(`/actors/${id}`);
  if (shown !== null && shown.body.name !== actor.value) miss(`is ${shown.body.name}`);
  // Of one that was written later its writer may see less: that write may still be on its way.
  const settled = run.ledger
    .all('movie')
    .filter((entry) => isCertain(entry) && entry.version < actor.version);
  const contents = new Map(settled.map((entry) => [entry.subject.id, entry.value]));
  const list = await read<PageOf<Movie>>(`/actors/${id}/movies?limit=30`);
  for (const movie of list?.body.items ?? []) {
    const content = contents.get(movie.id);
    const entry = run.ledger.find({ kind: 'movie', id: movie.id });
    const stayed = entry !== undefined && entry.value === content && isCertain(entry);
    if (!stayed || !hasActor(content ?? null, id)) continue;
    const [part] = movie.cast.filter(({ actorId }) => actorId === id);
    if (part?.name !== actor.value) miss(`${movie.id} still says ${part?.name}`);
  }
}

const hasActor = (value: Value, id: string) =>
  typeof value === 'object' && (value?.cast.some(({ actorId }) => actorId === id) ?? false);

/** Others play the same movie: there are at least this writer's plays. */
async function seePlays({ subject, value }: Entry, { read, miss }: Looking): Promise<void> {
  const counts = await read<{ items: readonly PlayCount[] }>(`/plays?ids=${subject.id}`);
  const plays = counts?.body.items[0]?.plays ?? 0;
  if (counts !== null && plays < Number(value)) miss(`was played ${plays} times, not ${value}`);
}

async function seeComment({ subject, value }: Entry, { read, miss }: Looking): Promise<void> {
  const item = await read<{ text: string }>(`/comments/${subject.id}`, 404);
  const shown = item === null || item.status === 404 ? null : item.body.text;
  if (item !== null && shown !== value) miss(`says ${shown}, not ${value}`);
}

/** The newest of its list, or close to it. */
async function seeSession({ subject, value }: Entry, { read, miss }: Looking): Promise<void> {
  const { id, of } = subject;
  const sessions =
    value === 'completed'
      ? (await read<PageOf<ShownSession>>(`/players/${of}/sessions?limit=100`))?.body.items
      : startedIn(await read<StartedSessions>(startedPath(countryOf(id))));
  if (sessions !== undefined && !sessions.some(({ sessionId }) => sessionId === id)) {
    miss(`is not shown as ${value}`);
  }
}

/** Others write the same movie: only this writer's part of it is certain. */
async function seeShared({ subject, value }: Entry, { read, miss }: Looking): Promise<void> {
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
