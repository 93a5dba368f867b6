import type { ChangeQueue } from '@marquee/change-queue';
import type { WriteStore } from '@marquee/write-store';

/** Sends a heartbeat the way that changes go, to each generation: what readers measure the view's lag by. */
export async function sendHeartbeat(
  { writeStore, queue }: { readonly writeStore: WriteStore; readonly queue: ChangeQueue },
  now: () => number,
): Promise<void> {
  const generations = await writeStore.generations();
  const oldestUnconfirmedAt = await writeStore.outbox.oldestUnconfirmedAt();
  const at = now();
  const job = {
    publishedAt: at,
    events: [{ kind: 'heartbeat' as const, at, oldestUnconfirmedAt }],
  };
  await Promise.all(generations.map(({ name }) => queue.publish(name, [job])));
}
