import { skipWithout, startCassandra } from '@marquee/testing';
import t from 'tap';
import { movieListSuite } from './movie-list-suite.js';

skipWithout(t, 'Cassandra');

const cassandra = await startCassandra();
t.teardown(() => cassandra.stop());

movieListSuite('Cassandra', {
  store: { viewStoreUrl: cassandra.url('query_%') },
  runs: 25,
  limits: [7, 100],
});
