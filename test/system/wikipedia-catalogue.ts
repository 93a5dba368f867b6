/** The whole way on real input: the Wikipedia movies, imported, projected, served and changed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor, type Movie, movieSorts } from '@marquee/contracts';
import { type Answer, type Client, type PageOf, seeing, walk, whenFound } from './client.js';
import { runCli } from './compose-apps.js';

const data = process.env['MARQUEE_TEST_DATA'];
export const skipWithoutData =
  data === undefined && 'MARQUEE_TEST_DATA does not name the folder of the data sets';
const movies = 36_273;

type Tap = import('tap').Test;

interface Apis {
  readonly commands: Client;
  readonly queries: Client;
}

/** Every row of the set is accepted. */
export async function importAll(t: Tap, settings: Readonly<Record<string, string>>) {
  const folder = join(data ?? '', 'wikipedia');
  const files = readdirSync(folder).filter((name) => name.startsWith('movies-'));
  const result = await runCli(['import', ...files.map((name) => join(folder, name))], settings);
  t.equal(result.code, 0, `every row is accepted: ${result.output.slice(-500)}`);
  return result;
}

export async function checkCatalogue(t: Tap, apis: Apis): Promise<void> {
  await t.test('its figures', (t) => checkFigures(t, apis.queries));
  await t.test('what is searched is found', (t) => checkSearch(t, apis));
  await t.test('a walk of each sort shows each movie once, both ways', async (t) => {
    for (const sort of movieSorts.flatMap((name) => [name, `-${name}`])) {
      const path = `/movies?limit=100&fields=summary&sort=${sort}`;
      const { forward, back } = await walk<Movie>(apis.queries, path);
      const ids = forward.map((movie) => movie.id);
      t.equal(new Set(ids).size, movies, `${sort}: each movie once`);
      t.equal(ids.length, movies, `${sort}: none twice`);
      t.same(back.map((movie) => movie.id).reverse(), ids, `${sort}: the same on the way back`);
    }
  });
  await t.test('changes leave no stale row', (t) => checkChanges(t, apis));
}

async function checkFigures(t: Tap, queries: Client): Promise<void> {
  const total = async (path: string) => (await queries.get<PageOf<Movie>>(path)).body.page.total;
  t.equal(await total('/movies'), movies);
  t.equal(await total('/movies?year=1939'), 344);
  t.equal(await total('/movies?year=1999'), 240);
  t.equal(await total('/actors'), 28_630);
  t.equal((await walk(queries, '/movies?genre=War,Noir&limit=7')).forward.length, 41);
  for (const [name, count] of [
    ['John Wayne', 135],
    ['Tom Hanks', 59],
    ['Harold Lloyd', 190],
  ] as const) {
    const actor = await actorOf(queries, name);
    t.equal(actor.movieCount, count, name);
    const path = `/actors/${actor.id}/movies?fields=summary&limit=50`;
    t.equal((await walk(queries, path)).forward.length, count, `filmography of ${name}`);
    t.equal(await total(path), count);
  }
  const { forward } = await walk<Movie>(queries, '/movies?year=1999&limit=100');
  const matrix = forward.find((movie) => movie.title === 'The Matrix');
  t.equal(matrix?.cast[0]?.name, 'Keanu Reeves');
}

async function checkSearch(t: Tap, { commands, queries }: Apis): Promise<void> {
  const search = async (q: string, limit: number) => {
    const path = `/search?q=${encodeURIComponent(q)}&fields=summary&limit=${limit}`;
    return (await queries.get<PageOf<Movie>>(path)).body.items;
  };
  const titles = async (q: string, limit = 20) => (await search(q, limit)).map(titleOf);
  await afterImport({ commands, queries });

  const { id } = await actorOf(queries, 'Tom Hanks');
  const his = await walk<Movie>(queries, `/actors/${id}/movies?fields=summary&limit=100`);
  t.same(byId(await search('tom hanks', 59)), byId(his.forward), 'he stands before his namesakes');
  const wars = await titles('star wars', 100);
  const hasIt = (title: string) => /star wars/i.test(title);
  t.equal(wars.filter(hasIt).length, 11);
  t.ok(wars.slice(0, 11).every(hasIt), 'titles come before all else');
  t.ok(wars.length > 11);
  t.same(await titles('boheme', 2), ['La Bohème', 'La Bohème']);
  t.ok((await titles('matrx')).includes('The Matrix'), 'an error is forgiven');
  const suggested = await queries.get<Suggestions>('/suggestions?q=the%20god&limit=100');
  t.same(
    suggested.body.items.slice(0, 8).map(textOf).sort(),
    [
      ...['The Goddess', 'The Goddess of Lost Lake', 'The Godfather', 'The Godfather Part II'],
      ...['The Godfather Part III', 'The Godless Girl', 'The Gods Must Be Crazy', 'The Godson'],
    ],
    'those that begin so, each text once',
  );
  t.ok(suggested.body.items.map(textOf).includes('Hammer of the Gods'));
}

interface Suggestions {
  readonly items: readonly { readonly kind: string; readonly text: string }[];
}

const textOf = ({ text }: Suggestions['items'][number]) => text;
const titleOf = ({ title }: Movie) => title;

/** The index has all of what was imported when it has a later write, which leaves nothing behind. */
async function afterImport({ commands, queries }: Apis): Promise<void> {
  const made = await commands.send<Movie>('POST', '/movies', { body: { title: 'Imported Last' } });
  const deleted = await commands.send('DELETE', `/movies/${made.body.id}`);
  await whenFound(queries, deleted);
}

async function actorOf(queries: Client, name: string): Promise<Actor> {
  const { forward } = await walk<Actor>(queries, `/actors?name=${encodeURIComponent(name)}`);
  const actor = forward.find((candidate) => candidate.name === name);
  if (actor === undefined) throw new Error(`there is no ${name}`);
  return actor;
}

/** Changes, deletes and renames; then compares each list they touch with what the movies themselves say. */
async function checkChanges(t: Tap, { commands, queries }: Apis) {
  const lloyd = await actorOf(queries, 'Harold Lloyd');
  const filmography = `/actors/${lloyd.id}/movies?limit=100`;
  const [first, second] = (await walk<Movie>(queries, filmography)).forward;
  const patched = await commands.send<Movie>('PATCH', `/movies/${first?.id}`, {
    body: { title: 'Zzz, a New Title', year: 1939, genres: ['War', 'Noir'] },
  });
  t.equal(patched.status, 200);
  const item = await queries.get<Movie>(`/movies/${first?.id}`, seeing(patched));
  t.equal(item.body.title, 'Zzz, a New Title');
  const found = async (q: string, after: Answer<unknown>) => {
    const path = `/search?q=${encodeURIComponent(q)}&limit=100`;
    return (await queries.get<PageOf<Movie>>(path, seeing(after))).body;
  };
  t.equal((await found('zzz new title', patched)).items[0]?.id, first?.id);
  const deleted = await commands.send('DELETE', `/movies/${second?.id}`);
  t.equal((await queries.get(`/movies/${second?.id}`, seeing(deleted))).status, 404);
  const left = (await found(second?.title ?? '', deleted)).items;
  t.notOk(left.some(({ id }) => id === second?.id));
  const renamed = await commands.send<Actor>('PATCH', `/actors/${lloyd.id}`, {
    body: { name: 'Harold Clayton Lloyd' },
  });
  t.equal(renamed.body.movieCount, 189);
  t.equal((await found('harold clayton lloyd', renamed)).page.total, 189);
  const answer = await queries.get<PageOf<Movie>>(filmography, seeing(renamed));
  t.equal(answer.status, 200);

  const { forward: all } = await walk<Movie>(queries, '/movies?limit=100');
  t.equal(all.length, movies - 1);
  const names = all.flatMap(({ cast }) =>
    cast.filter(({ actorId }) => actorId === lloyd.id).map(({ name }) => name),
  );
  t.same(new Set(names), new Set(['Harold Clayton Lloyd']));
  const { forward: his } = await walk<Movie>(queries, filmography);
  t.equal(his.length, 189);
  t.same(byId(his), byId(all.filter(playedBy(lloyd.id))), 'the filmography');
  for (const genre of ['War', 'Noir', 'Comedy']) {
    const { forward } = await walk<Movie>(
      queries,
      `/movies?genre=${genre}&limit=100&sort=-releaseDate`,
    );
    t.same(byId(forward), byId(all.filter(({ genres }) => genres.includes(genre))), genre);
  }
  for (const year of [1939, first?.year]) {
    const { forward } = await walk<Movie>(queries, `/movies?year=${year}&limit=100&sort=rating`);
    t.same(byId(forward), byId(all.filter((movie) => movie.year === year)), `${year}`);
    const { body } = await queries.get<PageOf<Movie>>(`/movies?year=${year}`);
    t.equal(body.page.total, forward.length);
  }
}

const playedBy = (actorId: string) => (movie: Movie) =>
  movie.cast.some((part) => part.actorId === actorId);

/** Of large lists, what tells two apart: id and version. */
const byId = (list: readonly Movie[]) => list.map(({ id, version }) => `${id} ${version}`).sort();
