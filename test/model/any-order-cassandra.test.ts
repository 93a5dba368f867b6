import { randomBytes } from 'node:crypto';
import { skipWithout, startCassandra } from '@marquee/testing';
import t from 'tap';
import { anyOrderSuite } from './any-order-suite.js';

skipWithout(t, 'Cassandra');

const cassandra = await startCassandra();
t.teardown(() => cassandra.stop());

anyOrderSuite('Cassandra', cassandra.url(`any_order_${randomBytes(4).toString('hex')}`), 25);
