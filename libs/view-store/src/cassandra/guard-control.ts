import type cassandra from 'cassandra-driver';

/** What is used of the driver's inside: it has no other place to take hold of it. */
interface ControlConnection {
  _isShuttingDown: boolean;
  /** With hosts: another attempt of the same refresh. */
  _refresh(hosts?: Iterator<unknown>): Promise<void>;
}

const TRY_AGAIN_MS = 1_000;

/**
 * The driver (4.10) may look for a new control connection twice at once: then each takes the connection away from the other, and
 * the error that comes of it ends the process, or the search for good (NODEJS-681). Here one follows the other, and one that
 * fails is followed by another.
 */
export function guardControlConnection(
  client: cassandra.Client,
  warn: (message: string) => void,
): void {
  const { controlConnection } = client as unknown as { controlConnection?: ControlConnection };
  if (controlConnection === undefined) throw new Error('this driver has no control connection');
  const refresh = controlConnection._refresh.bind(controlConnection);
  let underway: Promise<void> | null = null;
  let isDue = false;

  async function refreshUntilDone(): Promise<void> {
    do {
      isDue = false;
      await refresh();
    } while (isDue);
  }

  controlConnection._refresh = async (hosts) => {
    if (hosts !== undefined) return await refresh(hosts);
    isDue = true;
    underway ??= refreshUntilDone()
      .catch((error: unknown) => {
        warn(`the control connection is looked for again: ${error}`);
        if (controlConnection._isShuttingDown) return;
        setTimeout(() => controlConnection._refresh(), TRY_AGAIN_MS).unref();
      })
      .finally(() => {
        underway = null;
      });
    await underway;
  };
}
