import { parseCassandraUrl } from './cassandra/cassandra-url.js';
import { cassandraViewStore } from './cassandra/cassandra-view-store.js';
import { sqliteViewStore } from './sqlite/sqlite-view-store.js';
import type { ViewStore, ViewStoreOptions } from './view-store.js';

/**
 * Opens the view store that a URL names: `sqlite:<file>`, or `cassandra://h1,h2:9042/keyspace?datacenter=dc1&consistency=localQuorum`
 * (also with `user:password@` and, for `migrate`, `&replication=3`). Cassandra is connected to at the first call. Throws a
 * `RangeError` that says what is wrong in the URL.
 */
export function openViewStore(url: string, options: ViewStoreOptions = {}): ViewStore {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    if (file === '' || file.startsWith('//')) {
      throw new RangeError('the URL of the view store names no file: sqlite:<file>');
    }
    return sqliteViewStore(file, options);
  }
  if (url.startsWith('cassandra:')) return cassandraViewStore(parseCassandraUrl(url), options);
  throw new RangeError('the URL of the view store begins with neither sqlite: nor cassandra:');
}
