import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChangeQueue } from '@marquee/change-queue';
import type { ChangeEvent } from '@marquee/contracts';
import { idOf, TEST_NOW } from '@marquee/testing';
import { openWriteStore } from '@marquee/write-store';
import t from 'tap';
import { publishCurrent } from '../src/index.js';

const logger = { info() {}, warn() {}, error() {} };

t.test('what the write store says now goes to the generations asked for', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'marquee-reconcile-'));
  const writeStore = openWriteStore(`sqlite:${join(directory, 'write.sqlite')}`);
  const queue = openChangeQueue('memory:', { logger });
  t.teardown(async () => {
    await queue.close();
    await writeStore.close();
    await rm(directory, { recursive: true, force: true });
  });
  await writeStore.migrate();
  const received = new Map<string, ChangeEvent[]>();
  for (const name of ['g1', 'g2']) {
    await writeStore.registerGeneration({ name, projectionVersion: 1 });
    received.set(name, []);
    await queue.consume(name, async ({ events }) => void received.get(name)?.push(...events));
  }
  const names = Array.from({ length: 300 }, (_, n) => `Actor ${n}`);
  const options = { write: 'w'.repeat(22), providerId: idOf(0xf0), now: TEST_NOW };
  const { value } = await writeStore.write(
    (tx) => tx.resolveActors(names.map((name) => ({ name, tmdbId: null, imdbId: null }))),
    options,
  );
  await writeStore.folds.foldTotals({ limit: 10, now: TEST_NOW });
  const actors = value.flatMap((actor) => (actor === null ? [] : [actor.id]));
  const deps = { writeStore, queue, now: () => TEST_NOW };

  const subjects = { actors: [...actors, idOf(0xdead)], selections: ['actors'] };
  t.equal(await publishCurrent(deps, subjects), 301);
  t.match(received.get('g1')?.at(-1), { totals: [{ selection: 'actors', count: 300 }] });
  t.same(received.get('g2')?.length, 301);
  t.equal(await publishCurrent(deps, { actors: actors.slice(0, 1) }, ['g2']), 1);
  t.same(received.get('g1')?.length, 301, 'the other generation hears nothing');
  t.match(received.get('g2')?.at(-1), { kind: 'actor', id: actors[0], covers: [] });
});
