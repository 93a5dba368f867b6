import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Generation } from '@marquee/contracts';
import { PROJECTION_VERSION } from '@marquee/projection';
import { openViewStore, type ViewStore } from '@marquee/view-store';

export const generation: Generation = {
  name: 'g1',
  projectionVersion: PROJECTION_VERSION,
  splits: {},
};

/** A view in a file of its own, with one live generation. */
export async function openView(t: Tap): Promise<ViewStore> {
  const directory = await mkdtemp(join(tmpdir(), 'marquee-view-'));
  const store = openViewStore(`sqlite:${join(directory, 'view.sqlite')}`);
  t.teardown(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });
  await store.migrate();
  await store.createGeneration(generation, 0);
  await store.switchTo(generation.name);
  return store;
}

interface Tap {
  teardown(work: () => Promise<void>): void;
}
