import { PROJECTION_VERSION } from '@marquee/projection';
import type { ViewStore } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';

export interface MigrateDeps {
  readonly writeStore: WriteStore;
  readonly viewStore: ViewStore;
  readonly now: () => number;
}

export interface Migrated {
  /** Names of the write store's migrations that were missing. */
  readonly migrations: readonly string[];
  /** Names of the view's generations, now that there is one. */
  readonly generations: readonly string[];
}

const FIRST_GENERATION = 'g1';

/**
 * Both stores' missing migrations, then the first generation of the view where there is none. Each step does nothing when it has
 * been done, so it can be cut off anywhere and run again, and by several processes at once.
 */
export async function migrateAll({ writeStore, viewStore, now }: MigrateDeps): Promise<Migrated> {
  const migrations = await writeStore.migrate();
  await viewStore.migrate();
  if ((await viewStore.generations()).length === 0) {
    const first = { name: FIRST_GENERATION, projectionVersion: PROJECTION_VERSION, splits: {} };
    await viewStore.createGeneration(first, now());
  }
  const generations = await viewStore.generations();
  const live = generations.find((generation) => generation.live);
  const read = live ?? generations[0];
  if (read !== undefined) {
    const { name, projectionVersion } = read;
    // Known to the relay before any of it is read, so that no change is missing in it. Others are a rebuild's to register.
    await writeStore.registerGeneration({ name, projectionVersion });
    if (live === undefined) await viewStore.switchTo(name);
  }
  return { migrations, generations: generations.map(({ name }) => name) };
}
