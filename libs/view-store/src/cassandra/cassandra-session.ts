/** The driver, with our options on every statement and its errors turned into the port's. */
import cassandra from 'cassandra-driver';
import { turnstile } from '../turnstile.js';
import { ViewStoreNotReady, ViewStoreUnavailable } from '../view-store.js';
import type { CassandraAddress, Consistency } from './cassandra-url.js';
import { guardControlConnection } from './guard-control.js';
import { isWithoutHost, lastingClient } from './lasting-client.js';

/** Text and its values. */
export interface Bound {
  readonly query: string;
  readonly params: readonly (string | number | boolean | readonly (string | number)[])[];
}

export type Strength = 'as-set' | 'quorum';

export interface CassandraSession {
  /** One page of up to `maxRows`. */
  read(bound: Bound, options: { strength: Strength; maxRows: number }): Promise<Row[]>;
  /** The slice of a whole table that begins where an earlier one ended. */
  scan(
    query: string,
    options: { after: string | null; maxRows: number },
  ): Promise<{ rows: Row[]; next: string | null }>;
  /** One statement, or an unlogged batch of several. */
  write(statements: readonly Bound[]): Promise<void>;
  /** DDL and lightweight transactions; of the latter, whether it was applied. */
  administer(query: string, params?: Bound['params']): Promise<boolean>;
  close(): Promise<void>;
}

export type Row = cassandra.types.Row;

const READ_TIMEOUT_MS = 2_000;
/** No user waits for a write, and giving up on a busy server only makes it busier. */
const WRITE_TIMEOUT_MS = 5_000;
/** Of a slice across partitions, behind which nobody waits. */
const SCAN_TIMEOUT_MS = 10_000;
const SCHEMA_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** Of all callers together: enough to keep a cluster busy, few enough that none waits for its answer past the timeout. */
const WRITES_IN_FLIGHT = 32;
const RECONNECT_AFTER_MS = 250;
const MAX_RECONNECT_AFTER_MS = 2_000;
const REQUESTS_PER_CONNECTION = 1_024;

const { consistencies } = cassandra.types;
const WEAK: ReadonlySet<Consistency> = new Set(['one', 'localOne']);

export function cassandraSession(
  address: CassandraAddress,
  warn: (message: string) => void,
): CassandraSession {
  const client = lastingClient({ make: () => newClient(address, warn), warn });
  const inTurn = turnstile(WRITES_IN_FLIGHT);
  const asSet = consistencies[address.consistency];
  const quorum = WEAK.has(address.consistency) ? consistencies.localQuorum : asSet;
  const common = { prepare: true, isIdempotent: true };
  const run = <T>(work: (driver: cassandra.Client) => Promise<T>) => translated(client.run(work));

  return {
    async read({ query, params }, { strength, maxRows }) {
      const consistency = strength === 'quorum' ? quorum : asSet;
      const options = { ...common, consistency, fetchSize: maxRows };
      return (await run((driver) => driver.execute(query, [...params], options))).rows;
    },
    async scan(query, { after, maxRows }) {
      const options = {
        ...common,
        consistency: quorum,
        fetchSize: maxRows,
        readTimeout: SCAN_TIMEOUT_MS,
        ...(after === null ? {} : { pageState: after }),
      };
      const { rows, pageState } = await run((driver) => driver.execute(query, [], options));
      return { rows, next: pageState ?? null };
    },
    async write(statements) {
      const [first, ...more] = statements;
      if (first === undefined) return;
      const options = { ...common, consistency: quorum, readTimeout: WRITE_TIMEOUT_MS };
      await inTurn(async () =>
        more.length === 0
          ? await run((driver) => driver.execute(first.query, [...first.params], options))
          : await run((driver) => driver.batch(batchOf(statements), { ...options, logged: false })),
      );
    },
    async administer(query, params = []) {
      const options = { ...common, consistency: quorum, readTimeout: SCHEMA_TIMEOUT_MS };
      const prepare = params.length > 0;
      const asked = { ...options, prepare };
      const result = await run((driver) => driver.execute(query, [...params], asked));
      return result.wasApplied();
    },
    close: client.close,
  };
}

function newClient(address: CassandraAddress, warn: (message: string) => void): cassandra.Client {
  const client = new cassandra.Client({
    contactPoints: [...address.contactPoints],
    localDataCenter: address.datacenter,
    ...(address.credentials === null ? {} : { credentials: address.credentials }),
    socketOptions: { readTimeout: READ_TIMEOUT_MS, connectTimeout: CONNECT_TIMEOUT_MS },
    pooling: {
      coreConnectionsPerHost: { [cassandra.types.distance.local]: 2 },
      maxRequestsPerConnection: REQUESTS_PER_CONNECTION,
    },
    // The driver's own pauses grow to ten minutes: a node back after a long outage would stay unused for as long.
    policies: {
      reconnection: new cassandra.policies.reconnection.ExponentialReconnectionPolicy(
        RECONNECT_AFTER_MS,
        MAX_RECONNECT_AFTER_MS,
        false,
      ),
    },
    monitorReporting: { enabled: false },
  });
  client.on('log', (level: string, source: string, message: string) => {
    if (level === 'warning' || level === 'error') warn(`${source}: ${message}`);
  });
  guardControlConnection(client, warn);
  return client;
}

function batchOf(statements: readonly Bound[]) {
  return statements.map(({ query, params }) => ({ query, params: [...params] }));
}

/** The driver's promise, rejecting with what the port promises. */
async function translated<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw portError(error);
  }
}

const { responseErrorCodes } = cassandra.types;
/** A keyspace or table that is not there. */
const NOT_THERE = /unconfigured table|keyspace .* does not exist|table .* does not exist/i;
const PASSING: ReadonlySet<number> = new Set([
  responseErrorCodes.serverError,
  responseErrorCodes.unavailableException,
  responseErrorCodes.overloaded,
  responseErrorCodes.isBootstrapping,
  responseErrorCodes.truncateError,
  responseErrorCodes.writeTimeout,
  responseErrorCodes.readTimeout,
  responseErrorCodes.readFailure,
  responseErrorCodes.writeFailure,
  responseErrorCodes.unprepared,
]);

function portError(error: unknown): unknown {
  const { errors } = cassandra;
  if (error instanceof errors.ResponseError) {
    if (PASSING.has(error.code)) return unavailable(error.message, error);
    if (NOT_THERE.test(error.message)) {
      return new ViewStoreNotReady(`Cassandra: ${error.message}`, { cause: error });
    }
    return error;
  }
  if (isWithoutHost(error)) {
    const [inner] = error instanceof errors.NoHostAvailableError ? innerErrors(error) : [];
    return unavailable(inner instanceof Error ? inner.message : error.message, error);
  }
  const passing =
    error instanceof errors.OperationTimedOutError || error instanceof errors.BusyConnectionError;
  return passing ? unavailable(error.message, error) : error;
}

const innerErrors = (error: cassandra.errors.NoHostAvailableError) =>
  Object.values(error.innerErrors ?? {});

function unavailable(reason: string, cause: unknown): ViewStoreUnavailable {
  return new ViewStoreUnavailable(`Cassandra does not answer: ${reason}`, { cause });
}
