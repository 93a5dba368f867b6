/** What was acknowledged survives `kill -9` in the middle of writing, and reaches the view by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, type PageOf, walk } from './client.js';

const writes = 5_000;
const connections = 16;

t.test(
  '5,000 writes over 16 connections, killed in the middle: all that was acknowledged is shown, once',
  async (t) => {
    const directory = mkdtempSync(join(tmpdir(), 'marquee-system-'));
    t.teardown(() => rmSync(directory, { recursive: true, force: true }));
    const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off' };
    let app = await startMarquee('standalone', settings);
    t.teardown(() => app.kill());
    const acknowledged = new Map<string, string>();
    let next = 0;
    let dead = false;

    const writeUntilDead = async () => {
      const client = clientOf(app.url, adminToken(directory));
      while (!dead && next < writes) {
        const title = `Movie ${next}`;
        next += 1;
        try {
          const made = await client.send<Movie>('POST', '/movies', {
            body: { title, year: 1990, genres: ['Drama'], cast: [{ name: `Actor ${next % 50}` }] },
          });
          if (made.status === 201) acknowledged.set(made.body.id, title);
        } catch {
          next -= 1; // not acknowledged: somebody writes another one instead
        }
      }
    };
    const writeAll = () => Promise.all(Array.from({ length: connections }, writeUntilDead));

    const firstHalf = writeAll();
    while (acknowledged.size < writes / 2) await sleep(5);
    await app.kill();
    dead = true;
    await firstHalf;
    const before = acknowledged.size;
    t.ok(before < writes, 'it was killed in the middle');

    dead = false;
    app = await startMarquee('standalone', settings);
    await writeAll();
    const client = clientOf(app.url, adminToken(directory));
    const shown = async () => (await client.get<PageOf<Movie>>('/movies')).body.page.total ?? 0;
    for (let tries = 0; tries < 300 && (await shown()) < acknowledged.size; tries += 1) {
      await sleep(100);
    }
    const { forward, back } = await walk<Movie>(client, '/movies?limit=100&fields=summary');
    const titles = new Map(forward.map((movie) => [movie.id, movie.title]));
    t.equal(titles.size, forward.length, 'nothing twice');
    t.same(
      [...acknowledged].filter(([id, title]) => titles.get(id) !== title),
      [],
      'nothing lost',
    );
    t.equal(await shown(), forward.length, 'the total counts what is there');
    t.same(back.reverse(), forward, 'the way back shows the same');
  },
);
