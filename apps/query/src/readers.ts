/** Who may read where `READ_AUTH` demands a token. */
import {
  type Authenticate,
  authenticateCallers,
  keysOf,
  remoteKeys,
  type Settings,
  tokenKeysOf,
} from '@marquee/service';

/** Keys of machines, and tokens made from them, are refused: whether they are revoked is not known on this side. */
export async function readersOf(settings: Settings): Promise<Authenticate> {
  const { tokenJwksUrl } = settings;
  const keys =
    tokenJwksUrl === null ? keysOf(await tokenKeysOf(settings)) : remoteKeys(tokenJwksUrl);
  return authenticateCallers(settings, { keys, findKey: async () => null, now: Date.now });
}
