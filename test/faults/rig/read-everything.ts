/** Whole lists of a settled installation: here every failure counts. */
import type { Movie, PlayCount } from '@marquee/contracts';
import type { PageOf } from '../../system/client.js';
import { type App, ask } from './ask.js';
import type { Run } from './run.js';
import { type ShownSession, type StartedSessions, startedPath } from './started-sessions.js';

/** @throws {Error} without an answer of 200 */
async function get<T>(run: Run, app: App, path: string): Promise<T> {
  const asked = await ask<T>(app, run.bearer, { method: 'GET', path });
  if (asked.status !== 200)
    throw new Error(`${path} of ${app.part}: ${asked.status} ${asked.code}`);
  return asked.body;
}

const MOST = 100;

/** Every item of a list, page by page where it has pages. */
export async function readAll<T>(run: Run, app: App, path: string): Promise<readonly T[]> {
  const items: T[] = [];
  const isPaged = path !== '/genres' && path !== '/tags';
  const first = isPaged ? `${path}${path.includes('?') ? '&' : '?'}limit=${MOST}` : path;
  for (let cursor = ''; ; ) {
    const body = await get<Partial<PageOf<T>>>(run, app, `${first}${cursor}`);
    items.push(...(body.items ?? []));
    const next = body.page?.next ?? null;
    if (next === null) return items;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

export async function readTotal(run: Run, app: App, path: string): Promise<number | null> {
  const body = await get<PageOf<unknown>>(run, app, `${path}&limit=1&fields=summary`);
  return body.page.total;
}

/** Those of these ids that are shown. */
export async function readMovies(
  run: Run,
  app: App,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Movie>> {
  const movies = new Map<string, Movie>();
  for (let at = 0; at < ids.length; at += MOST) {
    const path = `/movies?ids=${ids.slice(at, at + MOST).join()}`;
    const { items } = await get<PageOf<Movie>>(run, app, path);
    for (const movie of items) movies.set(movie.id, movie);
  }
  return movies;
}

/** By movie. */
export async function readPlays(
  run: Run,
  app: App,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const path = `/plays?ids=${ids.join()}`;
  const { items } = await get<{ readonly items: readonly PlayCount[] }>(run, app, path);
  return new Map(items.map(({ movieId, plays }) => [movieId, plays]));
}

/** All that was started in a country during the run. */
export async function readStarted(
  run: Run,
  app: App,
  country: string,
): Promise<readonly ShownSession[]> {
  const sessions: ShownSession[] = [];
  for (let cursor = ''; ; ) {
    const body = await get<StartedSessions>(run, app, `${startedPath(country)}${cursor}`);
    sessions.push(...body.countries.flatMap((each) => each.sessions));
    if (body.page.next === null) return sessions;
    cursor = `&cursor=${encodeURIComponent(body.page.next)}`;
  }
}
