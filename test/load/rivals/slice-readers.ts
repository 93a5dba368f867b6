/** The same slices that our lists are, read by the bare drivers: what a page costs where nothing else is done. */
import { Database } from '@marquee/sqlite';
import cassandra from 'cassandra-driver';

export interface Place {
  /** The list's name. */
  readonly list: string;
  /** Movies beyond it; `''` and `''` for the beginning. */
  readonly sortKey: string;
  readonly id: string;
}

export type SliceSettings =
  | {
      readonly store: 'sqlite';
      readonly file: string;
      readonly generation: string;
      readonly limit: number;
    }
  | {
      readonly store: 'cassandra';
      readonly contactPoint: string;
      readonly datacenter: string;
      readonly keyspace: string;
      readonly generation: string;
      readonly limit: number;
    };

/** The JSON of the movies beyond a place, joined. */
export type SliceReader = (place: Place) => string | Promise<string>;

export async function openSliceReader(settings: SliceSettings): Promise<SliceReader> {
  return settings.store === 'sqlite' ? sqliteSlices(settings) : await cassandraSlices(settings);
}

type Of<Store> = Extract<SliceSettings, { readonly store: Store }>;

function sqliteSlices({ file, generation, limit }: Of<'sqlite'>): SliceReader {
  const db = new Database(file, { readonly: true });
  db.pragma('cache_size = -65536');
  const listOf = db
    .prepare<[string], number>(`SELECT list FROM lists_${generation} WHERE name = ?`)
    .pluck();
  const slice = db
    .prepare<[number, string, string, number], string>(
      `SELECT m.full_json FROM movie_lists_${generation} r CROSS JOIN movies_by_id_${generation} m ON m.row = r.movie WHERE r.list = ? AND r.bucket = 0 AND (r.sort_key, r.movie_id) > (?, ?) AND r.removed_at IS NULL ORDER BY r.sort_key, r.movie_id LIMIT ?`,
    )
    .pluck();
  const lists = new Map<string, number>();
  return ({ list, sortKey, id }) => {
    const number = lists.get(list) ?? listOf.get(list) ?? 0;
    lists.set(list, number);
    return slice.all(number, sortKey, id, limit).join(',');
  };
}

async function cassandraSlices({
  contactPoint,
  datacenter,
  keyspace,
  generation,
  limit,
}: Of<'cassandra'>): Promise<SliceReader> {
  const client = new cassandra.Client({
    contactPoints: [contactPoint],
    localDataCenter: datacenter,
    keyspace,
    pooling: { coreConnectionsPerHost: { [cassandra.types.distance.local]: 2 } },
  });
  await client.connect();
  const slice = `SELECT movie_id, full_json FROM movie_lists_${generation} WHERE list = ? AND bucket = 0 AND (sort_key, movie_id) > (?, ?) LIMIT ${limit}`;
  const whole = `SELECT full_json FROM movies_by_id_${generation} WHERE id = ?`;
  const options = { prepare: true, consistency: cassandra.types.consistencies.localQuorum };
  /** Long ones do not stand in the list. */
  const bodyOf = async ({ movie_id: id, full_json: json }: cassandra.types.Row): Promise<string> =>
    json === '' ? (await client.execute(whole, [id], options)).first()['full_json'] : json;
  return async ({ list, sortKey, id }) => {
    const { rows } = await client.execute(slice, [list, sortKey, id], options);
    const isReady = rows.every((row) => row['full_json'] !== '');
    const bodies = isReady
      ? rows.map((row) => row['full_json'])
      : await Promise.all(rows.map(bodyOf));
    return bodies.join(',');
  };
}
