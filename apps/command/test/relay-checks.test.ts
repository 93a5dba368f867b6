import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChangeQueue, openChangeQueue, QueueUnavailable } from '@marquee/change-queue';
import { migrateAll } from '@marquee/reconcile';
import { createLogger } from '@marquee/service';
import { openViewStore } from '@marquee/view-store';
import { openWriteStore } from '@marquee/write-store';
import t from 'tap';
import { startRelay } from '../src/relay/start-relay.js';

const logger = createLogger('test', 'silent');
const now = Date.now;
type Publish = ChangeQueue['publish'];

async function relayOn(t: Tap, publish: Publish) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-relay-'));
  const writeStore = openWriteStore(`sqlite:${directory}/write.sqlite`);
  const viewStore = openViewStore(`sqlite:${directory}/view.sqlite`);
  await migrateAll({ writeStore, viewStore, now });
  const queue = { ...openChangeQueue('memory:', { logger }), publish };
  const relay = startRelay({ writeStore, viewStore, queue, logger, now, silenceLimitMs: 2_000 });
  t.teardown(async () => {
    await relay.close();
    await Promise.all([writeStore.close(), viewStore.close()]);
    rmSync(directory, { recursive: true, force: true });
  });
  return Object.fromEntries(
    Object.entries(relay.checks).map(([name, check]) => [
      name,
      () =>
        check().then(
          () => 'alive',
          () => 'dead',
        ),
    ]),
  );
}

t.test('a queue that is down is not death', async (t) => {
  let refused = 0;
  const checks = await relayOn(t, async () => {
    refused++;
    throw new QueueUnavailable('down');
  });
  while (refused < 4) await sleep(20);
  t.equal(await checks['heartbeat']?.(), 'alive');
  t.equal(await checks['publish']?.(), 'alive');
});

t.test('a loop that waits for an answer that never comes is dead, until it comes', async (t) => {
  let release = () => {};
  const answer = new Promise<void>((resolve) => (release = resolve));
  const checks = await relayOn(t, () => answer);
  while ((await checks['heartbeat']?.()) !== 'dead') await sleep(50);
  t.equal(
    await checks['publish']?.(),
    'alive',
    'with nothing to publish, that one takes its turns',
  );
  release();
  while ((await checks['heartbeat']?.()) !== 'alive') await sleep(10);
});

interface Tap {
  teardown(work: () => Promise<void>): void;
}
