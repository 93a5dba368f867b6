import { pruneGenerations, type RebuildDeps, rebuild } from '@marquee/reconcile';
import type { Logger } from '@marquee/service';
import type { StoredGeneration } from '@marquee/view-store';

export interface OldView {
  /** Nobody writes to it any longer. */
  readonly old: StoredGeneration;
  readonly logger: Logger;
}

/** After an upgrade that changed the view: makes it anew before anybody is served, and drops the old one. */
export async function renewView(deps: RebuildDeps, { old, logger }: OldView): Promise<void> {
  logger.warn({ generation: old.name, madeBy: old.projectionVersion }, 'the view is made anew');
  // Nothing was published to the old one since the start, so nobody has anything of it in hand.
  const alone = { ...deps, limits: { graceMs: 0 } };
  const { generation } = await rebuild(alone);
  await pruneGenerations(alone);
  logger.info({ generation }, 'the view is of this release');
}
