/** Mutations into Cassandra by the bare driver, its best way: prepared, in unlogged batches below the limit, many in flight. */
import type { Mutation } from '@marquee/projection';
import cassandra from 'cassandra-driver';

export interface CassandraPlace {
  readonly contactPoint: string;
  readonly datacenter: string;
  readonly keyspace: string;
  readonly generation: string;
}

interface Statement {
  readonly query: string;
  readonly params: unknown[];
  readonly bytes: number;
}

/** Cassandra refuses batches above 50 KiB. */
const BATCH_BYTES = 40_000;
const OVERHEAD_BYTES = 120;
const IN_FLIGHT = 32;

/** Resolves when all are written. Only the mutations of new movies are known. */
export type MutationWriter = (mutations: readonly Mutation[]) => Promise<void>;

export async function openMutationWriter(
  place: CassandraPlace,
): Promise<{ readonly write: MutationWriter; close(): Promise<void> }> {
  const client = new cassandra.Client({
    contactPoints: [place.contactPoint],
    localDataCenter: place.datacenter,
    keyspace: place.keyspace,
    pooling: { coreConnectionsPerHost: { [cassandra.types.distance.local]: 2 } },
  });
  await client.connect();
  const options = {
    prepare: true,
    logged: false,
    consistency: cassandra.types.consistencies.localQuorum,
  };
  return {
    async write(mutations) {
      const left = batchesOf(mutations.map((row) => statementOf(row, place.generation))).values();
      const worker = async () => {
        for (const batch of left) {
          const queries = batch.map(({ query, params }) => ({ query, params }));
          await client.batch(queries, options);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    },
    close: () => client.shutdown(),
  };
}

function batchesOf(statements: readonly Statement[]): Statement[][] {
  const batches: Statement[][] = [];
  let bytes = BATCH_BYTES;
  for (const statement of statements) {
    if (bytes + statement.bytes > BATCH_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(statement);
    bytes += statement.bytes;
  }
  return batches;
}

function statementOf(row: Mutation, generation: string): Statement {
  switch (row.table) {
    case 'movieLists':
      if (row.op === 'remove') break;
      return insert(
        `movie_lists_${generation}`,
        {
          ...{ list: row.list, bucket: row.bucket, sort_key: row.sortKey, movie_id: row.id },
          ...{ sort_value: row.sortValue ?? '', filters: row.filters },
          ...{ summary_json: row.summaryJson, full_json: row.fullJson ?? '' },
        },
        row.version,
      );
    case 'actorMovies':
      if (row.op === 'remove') break;
      return insert(
        `actor_movies_${generation}`,
        { actor_id: row.actorId, movie_id: row.id, entry: row.entry },
        row.version,
      );
    case 'moviesById':
      if ('op' in row) break;
      return insert(
        `movies_by_id_${generation}`,
        {
          ...{ id: row.id, version: row.version, deleted: false },
          ...{ summary_json: row.summaryJson, full_json: row.fullJson },
        },
        row.version,
      );
  }
  throw new RangeError(`${row.table} is not written here`);
}

function insert(table: string, row: Readonly<Record<string, unknown>>, version: number): Statement {
  const columns = Object.keys(row);
  const params = [...Object.values(row), version];
  const bytes = params.reduce<number>((sum, value) => {
    return sum + (typeof value === 'string' ? Buffer.byteLength(value) : 8);
  }, OVERHEAD_BYTES);
  const marks = columns.map(() => '?').join(', ');
  return {
    query: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks}) USING TIMESTAMP ?`,
    params,
    bytes,
  };
}
