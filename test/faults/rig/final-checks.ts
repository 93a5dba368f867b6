/** The settled view, through each query app, against the ledger: every movie by id, every list, every total, every actor, all plays, comments and sessions. */
import { isDeepStrictEqual } from 'node:util';
import { type Movie, movieSorts } from '@marquee/contracts';
import { ADMINISTRATOR_ID } from '@marquee/service';
import type { App } from './ask.js';
import { type Content, contentOf } from './ledger.js';
import { readAll, readMovies, readPlays, readStarted, readTotal } from './read-everything.js';
import type { Run } from './run.js';
import { type ShownSession, startedPath } from './started-sessions.js';
import { COUNTRIES, countryOf, GENRES, STEADY_GENRE, TAGS } from './workload.js';

interface Expected {
  readonly content: Content;
  readonly version: number;
}

export async function finalChecks(run: Run): Promise<void> {
  const expected = expectedMovies(run);
  for (const app of run.queries) {
    const shown = await checkById(run, app, expected);
    await checkLists(run, app, shown);
    await checkSelections(run, app, shown);
    await checkActors(run, app, shown);
    await checkPlays(run, app);
    await checkComments(run, app);
    await checkSessions(run, app);
  }
}

/** What must be there. */
function expectedMovies({ ledger }: Run): ReadonlyMap<string, Expected> {
  const there = ledger.all('movie').flatMap(({ subject, value, version }) => {
    return value === null ? [] : [[subject.id, { content: value as Content, version }] as const];
  });
  const movies = new Map(there);
  for (const { subject, value, version } of ledger.all('field')) {
    const movie = movies.get(subject.id);
    if (movie === undefined || value === null) continue;
    const content = { ...movie.content, [subject.of ?? '']: value };
    movies.set(subject.id, { content, version: Math.max(version, movie.version) });
  }
  return movies;
}

/** Returns what is shown by id. */
async function checkById(run: Run, app: App, expected: ReadonlyMap<string, Expected>) {
  const { violations, ledger } = run;
  const shown = await readMovies(
    run,
    app,
    ledger.all('movie').map(({ subject }) => subject.id),
  );
  for (const { subject } of ledger.all('movie')) {
    const movie = shown.get(subject.id);
    const should = expected.get(subject.id);
    if (should === undefined) {
      if (movie !== undefined) violations.add('orphaned', `${subject.id} at ${movie.version}`);
    } else if (movie === undefined) {
      violations.add('missing', `${subject.id} at ${should.version}`);
    } else {
      checkMovie(run, movie, should);
    }
  }
  return shown;
}

function checkMovie({ violations, ledger }: Run, movie: Movie, { content, version }: Expected) {
  const { id } = movie;
  if (movie.version < version) violations.add('stale', `${id} at ${movie.version}, not ${version}`);
  // Shared movies have more fields than these.
  const { cast, ...fields } = content;
  const shown: Readonly<Record<string, unknown>> = { ...movie };
  for (const [name, value] of Object.entries(fields)) {
    if (isDeepStrictEqual(shown[name], value)) continue;
    const texts = [value, shown[name]].map((each) => JSON.stringify(each));
    violations.add('stale', `${id}: ${name} should be ${texts.join(' and is ')}`);
  }
  if (!isDeepStrictEqual(contentOf(movie).cast, cast)) {
    violations.add('stale', `${id}: its cast is ${JSON.stringify(movie.cast)}`);
  }
  for (const { actorId, name } of movie.cast) {
    const actor = ledger.find({ kind: 'actor', id: actorId });
    if (actor?.value !== name) violations.add('stale', `${id}: ${actorId} is named ${name}`);
  }
  const stars = ledger
    .all('rating')
    .filter(({ subject }) => subject.id === id)
    .flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const sum = stars.reduce((before, each) => before + each, 0);
  const average = stars.length === 0 ? null : Math.round((100 * sum) / stars.length) / 100;
  const rating = { average, count: stars.length };
  if (!isDeepStrictEqual(movie.rating, rating)) {
    const texts = [rating, movie.rating].map((each) => JSON.stringify(each));
    violations.add('stale', `${id}: its rating should be ${texts.join(' and is ')}`);
  }
}

/** Every sort, both ways, shows exactly what is there by id. */
async function checkLists(run: Run, app: App, shown: ReadonlyMap<string, Movie>) {
  for (const sort of movieSorts.flatMap((name) => [name, `-${name}`])) {
    await checkList(run, app, { query: `sort=${sort}`, movies: [...shown.values()] });
  }
}

async function checkList(
  run: Run,
  app: App,
  { query, movies }: { readonly query: string; readonly movies: readonly Movie[] },
): Promise<void> {
  const listed = await readAll<Movie>(run, app, `/movies?${query}`);
  const rows = new Map(listed.map((movie) => [movie.id, movie]));
  if (rows.size < listed.length) {
    run.violations.add('duplicated', `${listed.length - rows.size} times in ${query}`);
  }
  for (const movie of movies) {
    const row = rows.get(movie.id);
    if (row === undefined) run.violations.add('half-visible', `${movie.id} is not in ${query}`);
    else if (!isDeepStrictEqual(row, movie)) {
      run.violations.add('half-visible', `${movie.id} is another in ${query}: ${row.version}`);
    }
  }
  const ids = new Set(movies.map(({ id }) => id));
  for (const id of rows.keys()) {
    if (!ids.has(id)) run.violations.add('half-visible', `${id} is in ${query}, and should not be`);
  }
  const total = await readTotal(run, app, `/movies?${query}`);
  if (total !== movies.length) {
    run.violations.add('wrong-total', `${query}: ${total}, not ${movies.length}`);
  }
}

async function checkSelections(run: Run, app: App, shown: ReadonlyMap<string, Movie>) {
  const movies = [...shown.values()];
  const years = new Set(movies.flatMap(({ year }) => (year === null ? [] : [year])));
  const selections = [
    ...[...GENRES, STEADY_GENRE].map((name) => ({
      query: `genre=${encodeURIComponent(name)}`,
      movies: movies.filter(({ genres }) => genres.includes(name)),
    })),
    ...TAGS.map((name) => ({
      query: `tag=${encodeURIComponent(name)}`,
      movies: movies.filter(({ tags }) => tags.includes(name)),
    })),
    ...[...years].map((year) => ({
      query: `year=${year}`,
      movies: movies.filter((movie) => movie.year === year),
    })),
  ];
  for (const [at, selection] of selections.entries()) {
    const sort = movieSorts[at % movieSorts.length];
    await checkList(run, app, { ...selection, query: `${selection.query}&sort=${sort}` });
  }
  await checkNames(run, app, { kind: 'genres', movies });
  await checkNames(run, app, { kind: 'tags', movies });
}

async function checkNames(
  run: Run,
  app: App,
  { kind, movies }: { readonly kind: 'genres' | 'tags'; readonly movies: readonly Movie[] },
): Promise<void> {
  const counts = new Map<string, number>();
  for (const name of movies.flatMap((movie) => movie[kind])) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const items = await readAll<{ name: string; movies: number }>(run, app, `/${kind}`);
  const shown = new Map(items.map((item) => [item.name, item.movies]));
  for (const name of new Set([...counts.keys(), ...shown.keys()])) {
    const [is, should] = [shown.get(name) ?? 0, counts.get(name) ?? 0];
    if (is !== should) run.violations.add('wrong-total', `${kind} ${name}: ${is}, not ${should}`);
  }
}

async function checkActors(run: Run, app: App, shown: ReadonlyMap<string, Movie>) {
  const { violations, ledger } = run;
  const actors = await readAll<{ id: string; name: string; movieCount: number }>(
    run,
    app,
    '/actors',
  );
  const byId = new Map(actors.map((actor) => [actor.id, actor]));
  if (byId.size < actors.length) violations.add('duplicated', 'in the list of actors');
  for (const { subject, value } of ledger.all('actor')) {
    const actor = byId.get(subject.id);
    const movies = [...shown.values()].filter(({ cast }) =>
      cast.some(({ actorId }) => actorId === subject.id),
    );
    if (actor === undefined) violations.add('missing', `actor ${subject.id}`);
    else if (actor.name !== value) violations.add('stale', `actor ${subject.id}: ${actor.name}`);
    else if (actor.movieCount !== movies.length) {
      const what = `${actor.movieCount} movies, not ${movies.length}`;
      violations.add('wrong-total', `actor ${subject.id}: ${what}`);
    }
    await checkList(run, app, { query: `actor=${subject.id}`, movies });
  }
  if (byId.size > ledger.all('actor').length) violations.add('orphaned', 'actors that nobody made');
}

/** Exactly those that were acknowledged, of all writers together. */
async function checkPlays(run: Run, app: App): Promise<void> {
  const should = new Map<string, number>();
  for (const { subject, value } of run.ledger.all('plays')) {
    should.set(subject.id, (should.get(subject.id) ?? 0) + Number(value ?? 0));
  }
  const shown = await readPlays(run, app, [...should.keys()]);
  for (const [id, plays] of should) {
    const is = shown.get(id) ?? 0;
    if (is !== plays) run.violations.add('wrong-total', `${id}: ${is} plays, not ${plays}`);
  }
}

/** In the list of their movie and in that of their author, who is the same for all. */
async function checkComments(run: Run, app: App): Promise<void> {
  const there = run.ledger.all('comment').filter(({ value }) => value !== null);
  const movies = new Set(run.ledger.all('comment').map(({ subject }) => subject.of ?? ''));
  const lists = [...movies].map((movie) => ({
    path: `/movies/${movie}/comments`,
    entries: there.filter(({ subject }) => subject.of === movie),
  }));
  const ofAuthor = { path: `/users/${ADMINISTRATOR_ID}/comments`, entries: there };
  for (const { path, entries } of [...lists, ofAuthor]) {
    const listed = await readAll<{ id: string; text: string }>(run, app, path);
    const texts = new Map(entries.map(({ subject, value }) => [subject.id, value]));
    checkRecords(run, { path, listed: listed.map(({ id }) => id), expected: [...texts.keys()] });
    for (const { id, text } of listed) {
      const should = texts.get(id);
      if (should !== undefined && should !== text) run.violations.add('stale', `${path}: ${text}`);
    }
  }
}

/** Completed ones in the lists of their players, all in those of their countries. */
async function checkSessions(run: Run, app: App): Promise<void> {
  const sessions = run.ledger.all('session').filter(({ value }) => value !== null);
  for (const player of new Set(sessions.map(({ subject }) => subject.of))) {
    const path = `/players/${player}/sessions`;
    const listed = await readAll<ShownSession>(run, app, path);
    const completed = sessions.filter(
      ({ subject, value }) => subject.of === player && value === 'completed',
    );
    checkRecords(run, {
      ...{ path, listed: listed.map(({ sessionId }) => sessionId) },
      expected: completed.map(({ subject }) => subject.id),
    });
  }
  for (const country of COUNTRIES) {
    const listed = await readStarted(run, app, country);
    const started = sessions.filter(({ subject }) => countryOf(subject.id) === country);
    checkRecords(run, {
      ...{ path: startedPath(country), listed: listed.map(({ sessionId }) => sessionId) },
      expected: started.map(({ subject }) => subject.id),
    });
  }
}

interface Records {
  readonly path: string;
  /** Ids. */
  readonly listed: readonly string[];
  readonly expected: readonly string[];
}

/** Each exactly once, and no other. */
function checkRecords({ violations }: Run, { path, listed, expected }: Records): void {
  const shown = new Set(listed);
  const should = new Set(expected);
  if (shown.size < listed.length) violations.add('duplicated', `in ${path}`);
  for (const id of should) if (!shown.has(id)) violations.add('missing', `${id} in ${path}`);
  for (const id of shown) if (!should.has(id)) violations.add('orphaned', `${id} in ${path}`);
}
