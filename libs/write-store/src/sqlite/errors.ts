import { UniqueKeyTaken } from '../engine.js';
import { WriteStoreUnavailable } from '../write-store.js';

/** SQLite's own code (`SQLITE_BUSY`, …) of an error, however it is wrapped. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? codeOf(error.driverError) : '';
}

export const isBusy = (error: unknown) => codeOf(error).startsWith('SQLITE_BUSY');

/** Driver errors in the terms of the port; all others as they are. */
export function translated(error: unknown): unknown {
  const code = codeOf(error);
  const options = { cause: error };
  if (/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(code))
    return new UniqueKeyTaken('a unique key was taken', options);
  if (code.startsWith('SQLITE_BUSY'))
    return new WriteStoreUnavailable('another process holds the lock of the database', options);
  if (code === 'SQLITE_FULL')
    return new WriteStoreUnavailable('the disk of the write store is full', options);
  if (/^(SQLITE_(IOERR|CANTOPEN|READONLY)|E(NOENT|NOTDIR|EXIST|ACCES|PERM|ROFS|NOSPC)$)/.test(code))
    return new WriteStoreUnavailable(
      `the file of the write store cannot be used: ${code}`,
      options,
    );
  return error;
}
