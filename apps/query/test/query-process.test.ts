import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { PROJECTION_VERSION, project } from '@marquee/projection';
import { startMarquee } from '@marquee/testing';
import { openViewStore, type ViewStore } from '@marquee/view-store';
import { test } from 'tap';
import { makeMovies } from './catalogue.js';
import { movieChange, type PageBody } from './query-fixture.js';

async function addGeneration(store: ViewStore, name: string, seed: number): Promise<void> {
  const generation = { name, projectionVersion: PROJECTION_VERSION, splits: {} };
  await store.createGeneration(generation, Date.now());
  const events = makeMovies(5, seed).map((entry) => movieChange(entry));
  await store.open(generation).apply(events.map((event) => project(event, {})));
  await store.switchTo(name);
}

test('the query app serves the live generation as it is switched, and drains on SIGTERM', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-query-'));
  const url = `sqlite:${directory}/view.sqlite`;
  const store = openViewStore(url);
  t.teardown(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  await store.migrate();
  await addGeneration(store, 'g1', 1);

  const app = await startMarquee('query', { DATA_DIR: directory, VIEW_STORE_URL: url });
  t.teardown(() => app.kill());
  const ids = async (path: string) => {
    const answer = await fetch(`${app.url}${path}`);
    const body = (await answer.json()) as PageBody<Movie>;
    return body.items.map(({ id }) => id).sort();
  };
  const idsOf = (seed: number) =>
    makeMovies(5, seed)
      .map(({ movie }) => movie.id)
      .sort();
  t.same(await ids('/movies'), idsOf(1));
  t.match(await (await fetch(`${app.adminUrl}/metrics`)).text(), /http_request_duration_seconds/);

  const first = (await (await fetch(`${app.url}/movies?limit=2`)).json()) as PageBody<Movie>;
  await addGeneration(store, 'g2', 2);
  while ((await ids('/movies')).join() !== idsOf(2).join()) await sleep(50);
  const next = await fetch(`${app.url}/movies?limit=2&cursor=${first.page.next}`);
  t.equal(next.status, 200, 'a cursor of one generation is good in the next one');

  t.equal(await app.stop(), 0);
});

test('a query app that starts before there is a view serves it as soon as there is', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-query-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const url = `sqlite:${directory}/view.sqlite`;
  const starting = startMarquee('query', { DATA_DIR: directory, VIEW_STORE_URL: url });
  await sleep(1_000);
  const store = openViewStore(url);
  await store.migrate();
  await addGeneration(store, 'g1', 1);
  await store.close();
  const app = await starting;
  t.equal((await fetch(`${app.url}/movies`)).status, 200);
  t.equal((await fetch(`${app.url}/health/live`)).status, 200);
  t.equal(await app.stop(), 0);
});
