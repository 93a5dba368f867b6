/** Who may read about persons, and all else where `READ_AUTH` demands a token. */
import {
  type Authenticate,
  authenticateCallers,
  keysOf,
  remoteKeys,
  type Settings,
  tokenKeysOf,
} from '@marquee/service';
import type { FollowedView } from './follow-view.js';
import { knownKeys } from './known-keys.js';

/** Signed tokens by the published keys, or by those of our own; keys of machines as the view has them. */
export async function readersOf(
  settings: Settings,
  view: Pick<FollowedView, 'tables'>,
): Promise<Authenticate> {
  const { tokenJwksUrl } = settings;
  const keys =
    tokenJwksUrl === null ? keysOf(await tokenKeysOf(settings)) : remoteKeys(tokenJwksUrl);
  const findKey = knownKeys({
    tables: () => view.tables({ fresh: true }),
    now: () => performance.now(),
  });
  return authenticateCallers(settings, { keys, findKey, now: Date.now });
}
