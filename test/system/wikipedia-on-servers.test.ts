import { missing } from '@marquee/testing';
import t from 'tap';
import { startThreeApps } from './compose-apps.js';
import { checkCatalogue, importAll, skipWithoutData } from './wikipedia-catalogue.js';

const skip = skipWithoutData || missing('Redis') || missing('Cassandra');
t.test('the Wikipedia movies on Redis and Cassandra', { skip, timeout: 600_000 }, async (t) => {
  const three = await startThreeApps();
  t.teardown(() => three.close());
  await importAll(t, three.settings);
  await checkCatalogue(t, three);
});
