/** A copy that begins with a walk and goes on by the stream of changes, while relay and projector are killed: it ends as the catalogue. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Change, ChangePage, Movie } from '@marquee/contracts';
import { skipWithout, startMarquee } from '@marquee/testing';
import t from 'tap';
import { addMovies, type Client, walk } from './client.js';
import { startThreeApps } from './compose-apps.js';

skipWithout(t, 'Redis', 'Cassandra');
const three = await startThreeApps();
t.teardown(() => three.close());
const { apps, settings, commands, queries } = three;

/** What follows, and keeps all movies by id. */
function follower(url: string, from: string, begin: readonly Movie[]) {
  const copy = new Map<string, unknown>(begin.map((movie) => [movie.id, movie]));
  const ending = new AbortController();
  let last = from;
  let connections = 0;
  const take = (block: string) => {
    const fields = new Map(block.split('\n').map(splitField));
    const data = fields.get('data');
    if (data !== undefined) {
      const { change, id, movie }: Change = JSON.parse(data);
      if (change === 'deletion') copy.delete(id);
      else copy.set(id, movie);
    }
    last = fields.get('id') ?? last;
  };
  async function once(): Promise<void> {
    const cut = AbortSignal.timeout(1_500); // so that it has to come again, in the middle of anything
    const signal = AbortSignal.any([ending.signal, cut]);
    const headers = { 'last-event-id': last };
    const { body, status } = await fetch(`${url}/changes/stream`, { headers, signal });
    if (status !== 200 || body === null) throw new Error(`answered with ${status}`);
    connections += 1;
    let rest = '';
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  }
  const following = (async () => {
    while (!ending.signal.aborted) await once().catch(() => sleep(20));
  })();
  return {
    copy: copy as ReadonlyMap<string, unknown>,
    connections: () => connections,
    async end() {
      ending.abort();
      await following;
    },
  };
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2)];
}

/** Twenty of them, then one changed, one deleted and an actor renamed. */
async function write(client: Client, round: number): Promise<void> {
  const { ids } = await addMovies(client, { title: `Round ${round}`, count: 20 });
  const [first, second, third] = ids;
  await client.send('PATCH', `/movies/${first}`, { body: { synopsis: `Changed in ${round}` } });
  await client.send('DELETE', `/movies/${second}`);
  const cast = [{ name: `Actor ${round}` }];
  const { body } = await client.send<Movie>('PATCH', `/movies/${third}`, { body: { cast } });
  const actor = body.cast[0]?.actorId;
  await client.send('PATCH', `/actors/${actor}`, { body: { name: `Renamed ${round}` } });
}

t.test('whoever is killed, a copy made by walk and stream ends as the catalogue', async (t) => {
  const { url } = apps.query;
  await write(commands, 0);
  const now = await queries.get<ChangePage>('/changes');
  const { forward } = await walk<Movie>(queries, '/movies?limit=50');
  const { copy, end, connections } = follower(url, now.body.page.next, forward);

  let command = apps.command;
  let projector = apps.projector;
  for (let round = 1; round <= 4; round += 1) {
    await write(commands, round);
    if (round % 2 === 0) {
      await command.kill();
      command = await startMarquee('command', { ...settings, PORT: new URL(command.url).port });
      three.apps.command = command;
    } else {
      await projector.kill();
      projector = await startMarquee('projector', settings);
      three.apps.projector = projector;
    }
  }
  await write(commands, 5);
  const expected = 6 * 20 - 6;
  const catalogue = async () => (await walk<Movie>(queries, '/movies?limit=100')).forward;
  let movies = await catalogue();
  for (let tries = 0; tries < 200; tries += 1) {
    movies = await catalogue();
    const isSame = movies.every((movie) => isDeepStrictEqual(copy.get(movie.id), movie));
    if (movies.length === expected && copy.size === expected && isSame) break;
    await sleep(100);
  }
  t.equal(movies.length, expected);
  t.equal(copy.size, expected);
  for (const movie of movies) t.same(copy.get(movie.id), movie);
  t.ok(connections() > 1, 'it had to come again');
  await end();
});
