import type { Announcer } from '@marquee/change-queue';
import { touchedBy } from '@marquee/projection';
import type { ViewTables } from '@marquee/view-store';

/** Tables that tell what was applied to them. Also what failed may be in the view, in part. */
export function announcing(tables: ViewTables, announcer: Announcer | undefined): ViewTables {
  if (announcer === undefined) return tables;
  return {
    ...tables,
    async apply(events) {
      try {
        await tables.apply(events);
      } finally {
        announcer.announce(tables.generation.name, touchedBy(events.flat()));
      }
    },
  };
}
