/** Everything that readers see against the model: items, plays, lists in all sorts, pages, totals, names, actors, filmographies. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie, PlayCount } from '@marquee/contracts';
import type { PageOf } from '../../system/client.js';
import type { Received } from './apps.js';
import { ensure, type Run, same } from './command-run.js';
import { movieId, slots } from './commands.js';
import { compareFilmography, compareLists, compareMembers, comparePages } from './compare-lists.js';
import { compare, foldedOf } from './expected-lists.js';
import { asShown, type Model, type ModelMovie, moviesOfActor } from './model.js';

/** Reads as whoever asks, and expects a 200. */
export type Read = <T>(url: string) => Promise<Received<T>>;

const WAITS = 3;
const KEPT_MS = 20_000;
const PAUSE_MS = 25;

/** Waits for all that was written, then compares what the view has, and what pages that are kept come to. */
export async function compareEverything(model: Model, run: Run): Promise<void> {
  for (const token of run.tokens) await arrival(run, token);
  const exact = reading(run, run.tokens.at(-1));
  run.tokens.splice(0, run.tokens.length - 1);
  for (const movie of model.movies.values()) {
    compareItem(model, movie, (await exact<Movie>(`/movies/${movie.id}`)).body);
  }
  await compareMembers(model, exact);
  await comparePlays(model, exact);
  await run.apps.ranked();
  const items = await compareItems(model, run, exact);
  await compareLists(model, exact, items);
  await comparePages(model, exact);
  for (const kind of ['genres', 'tags'] as const) await compareNames(model, exact, kind);
  await compareActors(model, exact, items);
  await soon(() => compareLists(model, reading(run, undefined), items));
}

/** With a token nothing is read that was kept. */
function reading({ apps }: Run, token: string | undefined): Read {
  const headers = token === undefined ? {} : { 'consistency-token': token };
  return async <T>(url: string) => {
    const answer = await apps.send<T>({ method: 'GET', url, headers });
    ensure(answer.status === 200, `${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
}

/** Pages may be kept for a moment after a change, and their totals for half a second. */
async function soon(compared: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + KEPT_MS;
  for (;;) {
    try {
      return await compared();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function arrival({ apps }: Run, token: string): Promise<void> {
  const headers = { 'consistency-token': token, prefer: 'wait=10' };
  for (let wait = 1; ; wait += 1) {
    const { status, body } = await apps.send({ method: 'GET', url: '/movies?limit=1', headers });
    if (status === 200) return;
    ensure(wait < WAITS, `the view never arrives: ${JSON.stringify(body)}`);
  }
}

/** By id; returns what is shown. */
async function compareItems(model: Model, run: Run, read: Read) {
  const items = new Map<string, Movie>();
  for (const id of slots.map(movieId)) {
    const url = `/movies/${id}`;
    const movie = model.movies.get(id);
    if (movie === undefined) {
      const { status } = await run.apps.send({ method: 'GET', url });
      same(status, 404, `${id}, which is not there`);
      continue;
    }
    const { body, headers } = await read<Movie>(url);
    compareItem(model, movie, body);
    const etag = `"${body.version}"`;
    same(headers['etag'], etag, `the tag of ${id}`);
    const seen = { 'if-none-match': `"1", ${etag}` };
    const again = await run.apps.send({ method: 'GET', url, headers: seen });
    same(again.status, 304, `${id}, which the caller has`);
    items.set(id, body);
  }
  return items;
}

async function comparePlays(model: Model, read: Read): Promise<void> {
  const ids = slots.map(movieId);
  const { body } = await read<{ items: readonly PlayCount[] }>(`/plays?ids=${ids.join()}`);
  const expected = ids.map((id) => ({ movieId: id, plays: model.movies.get(id)?.plays ?? 0 }));
  same(body.items, expected, 'plays');
}

function compareItem(model: Model, movie: ModelMovie, item: Movie): void {
  const { version, updatedAt: _, addedAt, ...shown } = item;
  movie.addedAt ??= addedAt;
  same(addedAt, movie.addedAt, `addedAt of ${movie.id}`);
  ensure(version >= movie.version, `${movie.id} is at ${version}, not at ${movie.version}`);
  same(inOrder(shown), inOrder(asShown(model, movie)), movie.id);
}

/** Objects in the order of their keys. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, inOrder(each)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)));
}

async function compareNames(model: Model, read: Read, kind: 'genres' | 'tags'): Promise<void> {
  const counts = new Map<string, number>();
  for (const name of [...model.movies.values()].flatMap(({ fields }) => fields[kind])) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const expected = [...counts]
    .map(([name, movies]) => ({ name, movies }))
    .sort((a, b) => compare(a.name, b.name));
  const { body } = await read<{ items: unknown }>(`/${kind}`);
  same(body.items, expected, kind);
}

interface ShownActor {
  readonly id: string;
  readonly name: string;
  readonly movieCount: number;
}

async function compareActors(
  model: Model,
  read: Read,
  items: ReadonlyMap<string, Movie>,
): Promise<void> {
  const { body } = await read<PageOf<ShownActor>>('/actors?limit=100');
  const shown = body.items.map(({ id, name, movieCount }) => ({ id, name, movieCount }));
  const expected = [...model.actors.values()]
    .sort((a, b) => compare(foldedOf(a.name), foldedOf(b.name)) || compare(a.id, b.id))
    .map(({ id, name }) => ({ id, name, movieCount: moviesOfActor(model, id).length }));
  same(shown, expected, 'actors');
  same(body.page.total, expected.length, 'the total of actors');
  for (const actor of body.items) {
    same((await read(`/actors/${actor.id}`)).body, actor, `${actor.id}, by id and in the list`);
    await compareFilmography(model, read, { actorId: actor.id, items });
  }
}
