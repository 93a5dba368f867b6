import { createLogger, type Logger, readSettings, type Settings } from '@marquee/service';
import { openViewStore, type ViewStore } from '@marquee/view-store';
import { openWriteStore, type WriteStore } from '@marquee/write-store';

export interface Stores {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly writeStore: WriteStore;
  readonly viewStore: ViewStore;
  close(): Promise<void>;
}

/** An import goes through the files once: most pages would be kept for nothing. */
const CACHE_MIB = 8;

/** Both stores, as the environment names them. `onCommitted` is called after each write. */
export async function openStores(onCommitted: () => void = () => {}): Promise<Stores> {
  const settings = readSettings('cli');
  const logger = createLogger('cli', settings.logLevel);
  const cacheMiB = CACHE_MIB;
  const writeStore = openWriteStore(settings.writeStoreUrl, { onCommitted, cacheMiB });
  const viewStore = openViewStore(settings.viewStoreUrl, { logger, cacheMiB });
  return {
    settings,
    logger,
    writeStore,
    viewStore,
    close: async () => {
      await Promise.all([writeStore.close(), viewStore.close()]);
    },
  };
}
