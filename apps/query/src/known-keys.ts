/** Keys of machines as the view has them, remembered for a moment. */
import type { AccessKey } from '@marquee/contracts';
import { hasTable } from '@marquee/projection';
import type { ViewTables } from '@marquee/view-store';

export interface KnownKeysOptions {
  /** The live generation's, read freshly. */
  readonly tables: () => Pick<ViewTables, 'generation' | 'rowsById'>;
  /** Milliseconds, from any moment on. */
  readonly now: () => number;
}

/** How long a key that was revoked meanwhile still opens, beyond the lag of the view: spares a lookup for each request. */
export const KEPT_MS = 500;
const MAX_KEPT = 10_000;

/** Asks the view for a key, once for all who ask meanwhile. `null`: the view has none of this id. */
export function knownKeys({ tables, now }: KnownKeysOptions) {
  const known = new Map<string, { readonly key: Promise<AccessKey | null>; readonly at: number }>();

  async function lookUp(id: string): Promise<AccessKey | null> {
    const view = tables();
    if (!hasTable(view.generation, 'accessKeys')) return null; // made before there were keys
    const [found] = await view.rowsById('accessKeys', [id]);
    return found ? (JSON.parse(found.json) as AccessKey) : null;
  }

  return async function findKey(id: string): Promise<AccessKey | null> {
    const kept = known.get(id);
    if (kept !== undefined && now() - kept.at < KEPT_MS) return await kept.key;
    const asked = { key: lookUp(id), at: now() };
    known.delete(id); // to the end: the longest known goes first
    known.set(id, asked);
    for (const oldest of known.keys()) {
      if (known.size <= MAX_KEPT) break;
      known.delete(oldest);
    }
    try {
      return await asked.key;
    } catch (error) {
      if (known.get(id) === asked) known.delete(id);
      throw error;
    }
  };
}
