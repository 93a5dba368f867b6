/**
 * `actor_lists`
 * question: which actors come next by name, of all or of one birth date?
 * key: (list, bucket), then (sort_key, actor_id)
 * order: folded name, id; read both ways
 * growth: one or two rows for each actor; buckets bound the partitions
 * writer: the projector alone, at the actor's version
 */
import type { ActorChanged, ActorKeys, SplitPoints } from '@marquee/contracts';
import { bucketOf } from './buckets.js';
import { gonePlaces, type ListPlace } from './gone-places.js';
import type { PutListRow, RemoveListRow } from './mutation.js';
import { actorListsOf } from './selections.js';
import { nameKeyOf } from './sort-key.js';

/** `json` is the actor's body; puts come before removals, as in the lists of movies. */
export function actorLists(
  { id, version, actor, befores }: ActorChanged,
  json: string | null,
  splits: SplitPoints,
): (PutListRow | RemoveListRow)[] {
  const now = actor === null ? [] : placesOf(actor);
  const gone = gonePlaces(now, befores.flatMap(placesOf));
  const rowOf = ({ list, sortKey }: Place) => {
    const bucket = bucketOf(splits, list, { sortKey, id });
    return { table: 'actorLists', op: 'remove', list, bucket, sortKey, id, version } as const;
  };
  const puts = json === null ? [] : now.map((place) => putRow(rowOf(place), place, json));
  return [...puts, ...gone.map(rowOf)];
}

interface Place extends ListPlace {
  readonly sortValue: string;
}

function placesOf({ name, birthDate }: ActorKeys): Place[] {
  const sortKey = nameKeyOf(name);
  return actorListsOf(birthDate).map((list) => ({ list, sortKey, sortValue: name }));
}

function putRow(row: RemoveListRow, { sortValue }: Place, json: string): PutListRow {
  return { ...row, op: 'put', sortValue, json };
}
