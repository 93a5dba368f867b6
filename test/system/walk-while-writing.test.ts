/** A full walk while others write: each movie that was there throughout and kept its place is seen exactly once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Movie, movieSorts } from '@marquee/contracts';
import { missing, startMarquee } from '@marquee/testing';
import t from 'tap';
import { addMovies, adminToken, type Client, clientOf, seeing, walk } from './client.js';
import { startThreeApps } from './compose-apps.js';

type Tap = import('tap').Test;

const steady = 300;
const restless = 100;

t.test('on embedded stores', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-walk-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const app = await startMarquee('standalone', { DATA_DIR: directory, SAMPLE_DATA: 'off' });
  t.teardown(() => app.kill());
  const client = clientOf(app.url, adminToken(directory));
  await walkWhileWriting(t, { commands: client, queries: client });
});

const skip = missing('Redis') || missing('Cassandra');
t.test('on Redis and Cassandra', { skip }, async (t) => {
  const three = await startThreeApps();
  t.teardown(() => three.close());
  await walkWhileWriting(t, three);
});

async function walkWhileWriting(
  t: Tap,
  { commands, queries }: { commands: Client; queries: Client },
) {
  const kept = await addMovies(commands, { title: 'Steady', count: steady });
  const moving = await addMovies(commands, { title: 'Restless', count: restless });
  await queries.get('/movies', seeing(moving.answer));
  let done = false;
  const writing = writeUntil(() => done, { commands, ids: moving.ids });
  for (const sort of movieSorts.flatMap((name) => [name, `-${name}`])) {
    const { forward, back } = await walk<Movie>(
      queries,
      `/movies?sort=${sort}&limit=23&fields=summary`,
    );
    for (const [way, items] of [
      ['forward', forward],
      ['back', back],
    ] as const) {
      const seen = items.map(({ id }) => id).filter((id) => kept.ids.includes(id));
      t.equal(seen.length, steady, `${sort} ${way}: none is missing, none twice`);
      t.equal(new Set(seen).size, steady, `${sort} ${way}`);
    }
  }
  done = true;
  t.ok((await writing) > 10, 'writes went on meanwhile');
}

/** Adds movies, and moves, rates and deletes the restless ones; returns how many writes were answered. */
async function writeUntil(
  isDone: () => boolean,
  { commands, ids }: { readonly commands: Client; readonly ids: readonly string[] },
): Promise<number> {
  let writes = 0;
  const send = async (...request: Parameters<Client['send']>) => {
    await commands.send(...request);
    writes += 1;
  };
  for (let round = 0; !isDone(); round++) {
    const id = ids[round % ids.length] ?? '';
    const user = `00000000-0000-7000-8000-${String(round).padStart(12, '0')}`;
    const change = {
      title: `${String.fromCharCode(97 + (round % 26))} moved`,
      year: 1900 + (round % 120),
    };
    await send('PATCH', `/movies/${id}`, { body: change });
    await send('PUT', `/movies/${id}/ratings/${user}`, { body: { stars: 3.5 } });
    await send('POST', '/movies', { body: { title: `New ${round}`, year: 1980 } });
    if (round % 5 === 4) await send('DELETE', `/movies/${id}`);
  }
  return writes;
}
