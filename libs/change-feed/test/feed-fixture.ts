/** A change feed over a real view in a file, with what projectors would write and say. */
import { join } from 'node:path';
import { openAnnouncements } from '@marquee/change-queue';
import {
  type ActorChanged,
  type ChangeEvent,
  type MovieChanged,
  Rejected,
} from '@marquee/contracts';
import { PROJECTION_VERSION, project, touchedBy } from '@marquee/projection';
import { createLogger } from '@marquee/service';
import { buildActorChanged, buildMovie, buildMovieChanged, idOf } from '@marquee/testing';
import { openViewStore, type ViewTables } from '@marquee/view-store';
import type { Test } from 'tap';
import { createChangeFeed } from '../src/change-feed.js';

export async function feedFixture(t: Test, { projectionVersion = PROJECTION_VERSION } = {}) {
  const store = openViewStore(`sqlite:${join(t.testdir(), 'view.sqlite')}`);
  await store.migrate();
  const [live, other] = await Promise.all(
    ['g1', 'g2'].map(async (name) => {
      const generation = { name, projectionVersion, splits: {} };
      await store.createGeneration(generation, 0);
      return store.open(generation);
    }),
  );
  if (live === undefined || other === undefined) throw new Error('there are two');
  const announcements = openAnnouncements('memory:', { logger: createLogger('query', 'silent') });
  const announcer = announcements.announcer();
  let isAway = false;
  const feed = createChangeFeed({
    announcements,
    tables() {
      if (isAway) throw new Rejected('unavailable');
      return live;
    },
  });
  t.teardown(async () => {
    await feed.close();
    await store.close();
  });
  const applyTo = async (tables: ViewTables, events: readonly ChangeEvent[]) => {
    const mutations = events.map((event) => project(event, {}));
    await tables.apply(mutations);
    announcer.announce(tables.generation.name, touchedBy(mutations.flat()));
  };
  const begin = async () => ({ beganAt: (await live.feedState())?.beganAt ?? 0, position: 0 });
  return {
    ...{ feed, live, other, applyTo, begin },
    apply: (...events: ChangeEvent[]) => applyTo(live, events),
    settle: (settled: number) => live.apply([[{ table: 'settledPosition', settled }]]),
    setAway(away: boolean) {
      isAway = away;
    },
  };
}

/** The change at this position, of the movie of this number, which it makes; its version is the position. */
export function movieAt(position: number, n: number, more: Partial<MovieChanged> = {}) {
  const movie = buildMovie({ id: idOf(n), version: position, title: `Movie ${n} at ${position}` });
  const positions = [{ position, version: position, at: position }];
  return buildMovieChanged({ movie, positions, ...more });
}

export const deletionAt = (position: number, n: number): MovieChanged =>
  movieAt(position, n, { id: idOf(n), version: position, movie: null });

export const actorAt = (position: number, n: number): ActorChanged =>
  buildActorChanged({
    ...{ id: idOf(n), version: position },
    positions: [{ position, version: position, at: position }],
  });

/** A change that nobody is shown. */
export const totalsAt = (position: number): ChangeEvent => ({
  ...{ kind: 'totals', totals: [], covers: [] },
  positions: [{ position, version: position, at: position }],
});
