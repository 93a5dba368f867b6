/** Views of generated movies that are there already, or made now and kept: in a SQLite file, and in a Cassandra node of their own. */
import { join } from 'node:path';
import { startCassandra } from '@marquee/testing';
import { GENERATOR_VERSION } from './generate-movies.js';
import { fillView } from './generated-view.js';
import { keptData } from './kept-data.js';

export interface LoadedView {
  readonly url: string;
  readonly movies: number;
  close(): Promise<void>;
}

const seed = 1;
const nameOf = (count: number, store: string) =>
  `generated-${count}-v${GENERATOR_VERSION}-${store}`;

/** Not to be written to. */
export async function sqliteView(count: number): Promise<LoadedView> {
  const fill = (directory: string) => fillView(urlIn(directory), { seed, count });
  const directory = await keptData(nameOf(count, 'sqlite'), fill);
  return { url: urlIn(directory), movies: count, close: async () => undefined };
}

const urlIn = (directory: string) => `sqlite:${join(directory, 'view.sqlite')}`;
const keyspace = 'marquee_bench';

export interface CassandraView extends LoadedView {
  readonly contactPoint: string;
  readonly datacenter: string;
  readonly keyspace: string;
}

export async function cassandraView(count: number): Promise<CassandraView> {
  const directory = await keptData(nameOf(count, 'cassandra'), async (dir) => {
    const node = await startCassandra({ own: true, dir });
    try {
      await fillView(node.url(keyspace), { seed, count });
    } finally {
      await node.stop();
    }
  });
  const node = await startCassandra({ own: true, dir: directory });
  const { contactPoint, datacenter } = node;
  return {
    ...{ url: node.url(keyspace), movies: count, contactPoint, datacenter, keyspace },
    close: () => node.stop(),
  };
}
