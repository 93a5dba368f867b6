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

/** Both stores, as the environment names them. `onCommitted` is called after each write. */
export async function openStores(onCommitted: () => void = () => {}): Promise<Stores> {
  const settings = readSettings('cli');
  const logger = createLogger('cli', settings.logLevel);
  const writeStore = openWriteStore(settings.writeStoreUrl, { onCommitted });
  const viewStore = openViewStore(settings.viewStoreUrl, { logger });
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
