import { PROJECTION_VERSION } from '@marquee/projection';
import type { ViewStore } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';

export interface MigrateOptions {
  readonly writeStore: WriteStore;
  readonly viewStore: ViewStore;
  readonly now: () => number;
}

const FIRST_GENERATION = 'g1';

/**
 * Both stores' missing migrations, then the first generation of the view where there is none. Each step does nothing when it has
 * been done, so it can be cut off anywhere and run again, and by several processes at once.
 */
export async function migrateAll({ writeStore, viewStore, now }: MigrateOptions): Promise<void> {
  await writeStore.migrate();
  await viewStore.migrate();
  if ((await viewStore.generations()).length === 0) {
    const first = { name: FIRST_GENERATION, projectionVersion: PROJECTION_VERSION, splits: {} };
    await viewStore.createGeneration(first, now());
  }
  const generations = await viewStore.generations();
  // Known to the relay before any of it is read, so that no change is missing in it.
  for (const { name, projectionVersion } of generations) {
    await writeStore.registerGeneration({ name, projectionVersion });
  }
  const [first] = generations;
  if (first !== undefined && !generations.some(({ live }) => live)) {
    await viewStore.switchTo(first.name);
  }
}
