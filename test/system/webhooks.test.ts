/** A copy that begins with a walk and goes on by messages, while relay and projector are killed: it ends as the catalogue. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ChangePage, Movie, NewWebhook } from '@marquee/contracts';
import { skipWithout, startMarquee, startReceiver } from '@marquee/testing';
import t from 'tap';
import { addMovies, type Client, walk } from './client.js';
import { startThreeApps } from './compose-apps.js';
import { copyOf } from './follow-catalogue.js';

skipWithout(t, 'Redis', 'Cassandra');

/** Ten of them, then one changed and one deleted. */
async function write(client: Client, round: number): Promise<void> {
  const { ids } = await addMovies(client, { title: `Round ${round}`, count: 10 });
  await client.send('PATCH', `/movies/${ids[0]}`, { body: { synopsis: `Changed in ${round}` } });
  await client.send('DELETE', `/movies/${ids[1]}`);
}

t.test('whoever is killed, a copy made of messages ends as the catalogue', async (t) => {
  const receiver = await startReceiver();
  const directory = mkdtempSync(join(tmpdir(), 'marquee-trusted-'));
  const trusted = join(directory, 'ca.pem');
  writeFileSync(trusted, receiver.ca);
  const three = await startThreeApps({
    settings: { WEBHOOK_PRIVATE_HOSTS: receiver.host, NODE_EXTRA_CA_CERTS: trusted },
  });
  t.teardown(async () => {
    await three.close();
    await receiver.stop();
    rmSync(directory, { recursive: true });
  });
  const { apps, settings, commands, queries } = three;
  await write(commands, 0);
  const now = await queries.get<ChangePage>('/changes');
  const { forward } = await walk<Movie>(queries, '/movies?limit=50');
  const input = { url: receiver.url, after: now.body.page.next };
  const made = await commands.send<NewWebhook>('POST', '/webhooks', { body: input });
  t.equal(made.status, 201);

  for (let round = 1; round <= 6; round += 1) {
    await write(commands, round);
    if (round % 2 === 0) {
      await apps.command.kill();
      const { port } = new URL(apps.command.url);
      apps.command = await startMarquee('command', { ...settings, PORT: port });
    } else {
      await apps.projector.kill();
      apps.projector = await startMarquee('projector', settings);
    }
  }
  await write(commands, 7);
  let movies: readonly Movie[] = [];
  let copy = new Map<string, unknown>();
  for (let tries = 0; tries < 600; tries += 1) {
    movies = (await walk<Movie>(queries, '/movies?limit=100')).forward;
    copy = copyOf(receiver.received, forward);
    const isSame = movies.every((movie) => isDeepStrictEqual(copy.get(movie.id), movie));
    if (movies.length === 8 * 9 && copy.size === movies.length && isSame) break;
    await sleep(100);
  }
  t.equal(movies.length, 8 * 9);
  t.equal(copy.size, movies.length);
  for (const movie of movies) t.same(copy.get(movie.id), movie);
  const { body } = await commands.get<NewWebhook>(`/webhooks/${made.body.id}`);
  t.match(body, { state: 'active', lastDeliveredAt: String });
  t.notOk('secret' in body);
});
