/** The fault rig for half a minute: every kind of fault but Cassandra's, on a real Redis and SQLite stores. */
import { skipWithout } from '@marquee/testing';
import t from 'tap';
import { isGood, printReport } from './report.js';
import { runRig } from './run-rig.js';

skipWithout(t, 'Redis');

t.test('nothing that was acknowledged is lost while everything is killed and frozen', async (t) => {
  const report = await runRig({
    ...{ seed: 20, durationMs: 20_000, stores: 'sqlite' },
    ...{ writesPerSecond: 40, faultEveryMs: 1_500 },
  });
  t.comment(printReport(report));
  t.ok(isGood(report), printReport(report));
  t.ok(report.faults.length >= 10, 'there were faults');
  t.ok(report.tally.reads.size >= 5, 'every kind of read was made');
});
