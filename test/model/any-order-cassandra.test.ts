import { randomBytes } from 'node:crypto';
import { startCassandra } from '@marquee/testing';
import t from 'tap';
import { anyOrderSuite } from './any-order-suite.js';

const cassandra = await startCassandra();
t.teardown(() => cassandra.stop());

anyOrderSuite('Cassandra', cassandra.url(`any_order_${randomBytes(4).toString('hex')}`), 25);
