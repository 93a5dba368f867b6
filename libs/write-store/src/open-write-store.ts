import { fileURLToPath } from 'node:url';
import { makeStore } from './make-store.js';
import { type Pauses, realPauses } from './retrying.js';
import { sqliteEngine } from './sqlite/engine.js';
import { sqlServerEngine } from './sqlserver/engine.js';
import { storeAddress } from './store-address.js';
import type { WriteStore } from './write-store.js';

export interface WriteStoreOptions {
  /** Called after each commit that left something for the relay: wakes it. Must not throw. */
  readonly onCommitted?: () => void;
  /** Chance and waiting, for pauses between tries. */
  readonly pauses?: Pauses;
  /** Directory of numbered `.sql` files to migrate by; the project's own by default. */
  readonly migrations?: string;
  /** Memory for pages of the file, where it is one (64); those of the operating system come for free. */
  readonly cacheMiB?: number;
}

/**
 * `sqlite:<file>` or
 * `mssql://user:password@host:1433/database?encrypt=…&trustServerCertificate=…&poolSize=…&acquireTimeoutMs=…`.
 * Connects when it is first used, so that an app may start before its database.
 * @throws {TypeError} naming what is wrong with the URL
 */
export function openWriteStore(url: string, options: WriteStoreOptions = {}): WriteStore {
  const address = storeAddress(url);
  const { pauses = realPauses, onCommitted = () => {}, cacheMiB = 64 } = options;
  const { migrations } = options;
  const engine =
    address.engine === 'sqlite'
      ? sqliteEngine(address.file, {
          ...{ migrations: migrations ?? migrationsOf('sqlite/write'), pauses, cacheMiB },
        })
      : sqlServerEngine(address.server, migrations ?? migrationsOf('sqlserver'));
  return makeStore(engine, { pauses, onCommitted });
}

/** From `libs/write-store/dist/src`. */
const migrationsOf = (directory: string) =>
  fileURLToPath(new URL(`../../../../migrations/${directory}`, import.meta.url));
