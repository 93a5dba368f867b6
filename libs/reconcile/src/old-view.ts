/** A live generation that this release's projection did not make. */
import { currentProjection } from '@marquee/projection';
import type { StoredGeneration, ViewStore } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';
import { liveGeneration } from './live-tables.js';

/** The live generation where it is of another version of the projection than this release's, else `null`. */
export async function viewOfOtherVersion(viewStore: ViewStore): Promise<StoredGeneration | null> {
  const live = await liveGeneration(viewStore);
  return live === undefined || live.projectionVersion === currentProjection.version ? null : live;
}

/**
 * For a queue in memory, before the relay starts: nobody will take up what is published to generations of other versions, and no
 * change would count as published. They stay as they are until the view is rebuilt.
 */
export async function forgetOtherVersions(writeStore: WriteStore): Promise<void> {
  for (const { name, projectionVersion } of await writeStore.generations()) {
    if (projectionVersion !== currentProjection.version) await writeStore.forgetGeneration(name);
  }
}

/** What an operator is told. */
export const oldViewText = ({ name, projectionVersion }: StoredGeneration) =>
  `The view (generation ${name}) was made by version ${projectionVersion} of the projection, and this ` +
  `release has version ${currentProjection.version}: run marquee rebuild.`;
