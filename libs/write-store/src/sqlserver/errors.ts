import { ConnectionLost, LockWaitedTooLong, LostRace, UniqueKeyTaken } from '../engine.js';
import { WriteStoreUnavailable } from '../write-store.js';

const uniqueViolations = [2627, 2601];
const deadlock = 1205;
const snapshotConflict = 3960;
const lockTimeout = 1222;
const constraintViolation = 547;
/** Log or data file full, database offline or in recovery, no such login or database (yet). */
const serverTroubles = [1105, 9002, 922, 927, 942, 4060, 10928, 10929, 40197, 40501, 40613, 49918];
const connectionCodes = [
  ...['ETIMEOUT', 'ESOCKET', 'ECONNCLOSED', 'ECONNREFUSED', 'ECONNRESET', 'ENOTOPEN'],
  ...['ELOGIN', 'EINSTLOOKUP', 'ENOCONN', 'ENOTFOUND', 'ECANCEL', 'EABORT', 'EALREADYCONNECTING'],
];

/** Of a connection that was there. At the start, `ESOCKET` may also say that none can be had. */
const lostAtStart = ['ECONNCLOSED', 'ECONNRESET', 'ENOTOPEN', 'EINVALIDSTATE'];
const lostLater = [...lostAtStart, 'ESOCKET'];

/** How far a transaction had come: `committing` once COMMIT was sent. */
export type TransactionPhase = 'starting' | 'working' | 'committing';

/** Like `translated`, for what broke a transaction. */
export function translatedIn(phase: TransactionPhase, error: unknown): unknown {
  const { code } = detailsOf(error);
  if (phase === 'committing' && [...connectionCodes, ...lostLater].includes(code)) {
    const what = 'the connection broke during COMMIT: whether it took effect is not known';
    return new WriteStoreUnavailable(what, { cause: error });
  }
  const lost = phase === 'starting' ? lostAtStart : lostLater;
  if (lost.includes(code))
    return new ConnectionLost(`the connection broke: ${code}`, { cause: error });
  return translated(error);
}

/** Driver errors in the terms of the port; all others as they are. */
export function translated(error: unknown): unknown {
  const { number, code, message } = detailsOf(error);
  const options = { cause: error };
  if (uniqueViolations.includes(number))
    return new UniqueKeyTaken('a unique key was taken', options);
  if (number === deadlock) return new LostRace('chosen as the victim of a deadlock', options);
  if (number === snapshotConflict) return new LostRace('a row changed since the snapshot', options);
  // A row that this one refers to went meanwhile; constraints of that kind are named fk_…
  if (number === constraintViolation && message.includes('fk_'))
    return new LostRace('a row that is referred to is gone', options);
  // Not all servers of this protocol number it alike.
  if (number === lockTimeout || /due to lock timeout/.test(message))
    return new LockWaitedTooLong('a lock was kept too long', options);
  if (serverTroubles.includes(number))
    return new WriteStoreUnavailable(`SQL Server refuses for now: error ${number}`, options);
  // The pool's own error, which has neither code nor name, when no connection became free in time.
  if (/acquire a connection/.test(message))
    return new WriteStoreUnavailable('all connections of the pool are in use', options);
  if (connectionCodes.includes(code))
    return new WriteStoreUnavailable(`SQL Server does not answer: ${code}`, options);
  return error;
}

interface Details {
  readonly number: number;
  readonly code: string;
  readonly message: string;
}

function detailsOf(error: unknown): Details {
  if (!(error instanceof Error)) return { number: 0, code: '', message: '' };
  if ('driverError' in error && error.driverError instanceof Error)
    return detailsOf(error.driverError);
  const number = 'number' in error && typeof error.number === 'number' ? error.number : 0;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { number, code, message: error.message };
}
