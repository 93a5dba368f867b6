/** From a change to all that it does to the view. */
import type { ActorChanged, ChangeEvent, MovieChanged, SplitPoints } from '@marquee/contracts';
import { accessKeys } from './access-keys.js';
import { actorLists } from './actor-lists.js';
import { actorMovies } from './actor-movies.js';
import { actorJsonOf, actorsById } from './actors-by-id.js';
import { appliedWrites } from './applied-writes.js';
import { changesByPosition, settledPosition } from './changes-by-position.js';
import { heartbeat } from './heartbeat.js';
import { movieBodiesOf } from './movie-bodies.js';
import { movieLists } from './movie-lists.js';
import { moviesById } from './movies-by-id.js';
import type { Mutation } from './mutation.js';
import { recordRows } from './record-rows.js';
import { totals } from './totals.js';
import { removalOf } from './view-rows.js';

/**
 * The event's mutations in the order of the steps that `Mutation` states. `splits` are those of the generation that
 * they are for. Without I/O, clock or memory: equal events, equal mutations.
 */
export function project(event: ChangeEvent, splits: SplitPoints): Mutation[] {
  const covers = 'covers' in event ? event.covers : [];
  return [...contentOf(event, splits), ...changesByPosition(event), ...appliedWrites(covers)];
}

function contentOf(event: ChangeEvent, splits: SplitPoints): Mutation[] {
  switch (event.kind) {
    case 'movie':
      return projectMovie(event, splits);
    case 'actor':
      return projectActor(event, splits);
    case 'totals':
      return totals(event);
    case 'key':
      return [accessKeys(event)];
    case 'record':
      return [...recordRows(event, splits)];
    case 'rows-gone':
      return event.rows.map(removalOf);
    case 'heartbeat':
      return [heartbeat(event), ...settledPosition(event)];
  }
}

function projectMovie(event: MovieChanged, splits: SplitPoints): Mutation[] {
  const bodies = movieBodiesOf(event);
  return [
    ...movieLists(event, bodies, splits),
    ...actorMovies(event, bodies),
    moviesById(event, bodies),
  ];
}

function projectActor(event: ActorChanged, splits: SplitPoints): Mutation[] {
  const json = actorJsonOf(event.actor);
  return [...actorLists(event, json, splits), actorsById(event, json)];
}
