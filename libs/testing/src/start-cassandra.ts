/** A Cassandra for tests: the one that TEST_CASSANDRA_URL names, else a node of their own, run from its jar. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  FIRST_ADDRESS,
  javaArguments,
  TEST_DATACENTER,
  writeCassandraConfig,
} from './cassandra-config.js';
import { cassandraJars } from './cassandra-jars.js';
import { freePort } from './free-port.js';

export interface CassandraOptions {
  /** Where its data are kept, for a node that outlives this process; else a temporary directory. */
  readonly dir?: string;
  /** A free one when left out. */
  readonly port?: number;
  /** Starts a node of the test's own although TEST_CASSANDRA_URL is set: for tests that kill it. */
  readonly own?: boolean;
  /** Loses nothing that it confirmed when it is killed; slow. Else up to a second is lost. */
  readonly durable?: boolean;
}

export interface TestCassandra {
  /** `127.0.0.1:9042`. */
  readonly contactPoint: string;
  readonly datacenter: string;
  /** `VIEW_STORE_URL` of this keyspace, kept once. */
  url(keyspace: string): string;
  /** Of the running node; `undefined` when it is stopped or not ours. */
  readonly pid: number | undefined;
  /** Ends it in an orderly way and keeps its data for `restart`. */
  shutDown(): Promise<void>;
  /** Kills it (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data, after ending it where it still runs. */
  restart(): Promise<void>;
  /** Freezes it: connections stay open, nothing answers (SIGSTOP). */
  pause(): void;
  resume(): void;
  /** Ends it, and deletes its data unless `dir` was given. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 300_000;
const DEFAULT_PORT = 9042;
const MISSING_JAVA =
  'java is not installed. Install Java 17 (Debian, Ubuntu: apt-get install openjdk-17-jre-headless; ' +
  'macOS: brew install openjdk@17) or set TEST_CASSANDRA_URL to a Cassandra that tests may write to.';

/**
 * Resolves when the node answers. `TEST_CASSANDRA_URL` is `host:port` or `cassandra://host:port?datacenter=dc1`; its node is
 * neither stopped nor killed by what is returned here. Throws, and says what to install, when there is none to be had.
 */
export async function startCassandra(options: CassandraOptions = {}): Promise<TestCassandra> {
  const given = process.env['TEST_CASSANDRA_URL'];
  return given !== undefined && given !== '' && options.own !== true
    ? givenCassandra(given)
    : await ownCassandra(options);
}

function givenCassandra(given: string): TestCassandra {
  const url = new URL(given.includes('://') ? given : `cassandra://${given}`);
  const contactPoint = `${url.hostname}:${url.port || DEFAULT_PORT}`;
  const notOurs = () => {
    throw new Error('this test needs a Cassandra of its own: startCassandra({ own: true })');
  };
  return {
    ...addresses(contactPoint, url.searchParams.get('datacenter') ?? TEST_DATACENTER),
    pid: undefined,
    shutDown: async () => notOurs(),
    kill: async () => notOurs(),
    restart: async () => notOurs(),
    pause: notOurs,
    resume: notOurs,
    stop: async () => undefined,
  };
}

async function ownCassandra(options: CassandraOptions): Promise<TestCassandra> {
  const native = options.port ?? (await freePort());
  const ports = { native, internal: await freePort() };
  return await startNode(options, { ...ports, address: FIRST_ADDRESS, nodes: 1 });
}

export interface TestCluster {
  readonly nodes: readonly TestCassandra[];
  /** `VIEW_STORE_URL` of this keyspace, kept by every node. */
  url(keyspace: string): string;
  stop(): Promise<void>;
}

/** So many nodes of their own, on 127.0.0.1, 127.0.0.2, …; resolves when all of them know each other. */
export async function startCassandraCluster(size: number): Promise<TestCluster> {
  const ports = { native: await freePort(), internal: await freePort() };
  const nodes: TestCassandra[] = [];
  for (let n = 0; n < size; n += 1) {
    const address = FIRST_ADDRESS.replace(/\d+$/, `${n + 1}`);
    nodes.push(await startNode({}, { ...ports, address, nodes: size }));
  }
  const hosts = nodes.map(({ contactPoint }) => contactPoint).join(',');
  return {
    nodes,
    url: (keyspace) =>
      `cassandra://${hosts}/${keyspace}?datacenter=${TEST_DATACENTER}&replication=${size}`,
    async stop() {
      for (const node of nodes) await node.stop();
    },
  };
}

interface Place {
  readonly address: string;
  readonly native: number;
  readonly internal: number;
  /** Of the cluster. */
  readonly nodes: number;
}

async function startNode(options: CassandraOptions, place: Place): Promise<TestCassandra> {
  const jars = await cassandraJars();
  const directory = options.dir ?? (await mkdtemp(join(tmpdir(), 'marquee-cassandra-')));
  const durable = options.durable ?? false;
  await writeCassandraConfig(directory, { ...place, durable });
  let node: ChildProcess | undefined;

  const start = async () => {
    node = await launch(javaArguments({ jars, directory, nodes: place.nodes }), place);
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = node;
    node = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill('SIGCONT');
    ending.kill(signal);
    await exited;
  };
  const removeData = async () => {
    if (options.dir === undefined) await rm(directory, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await removeData();
    throw error;
  });

  return {
    ...addresses(`${place.address}:${place.native}`, TEST_DATACENTER),
    get pid() {
      return node?.pid;
    },
    shutDown: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pause: () => void node?.kill('SIGSTOP'),
    resume: () => void node?.kill('SIGCONT'),
    async restart() {
      await end('SIGTERM');
      await start();
    },
    async stop() {
      // An orderly end would only write down what is deleted next.
      await end(options.dir === undefined ? 'SIGKILL' : 'SIGTERM');
      await removeData();
    },
  };
}

function addresses(contactPoint: string, datacenter: string) {
  return {
    contactPoint,
    datacenter,
    url: (keyspace: string) =>
      `cassandra://${contactPoint}/${keyspace}?datacenter=${datacenter}&replication=1`,
  };
}

async function launch(
  args: readonly string[],
  { address, native: port }: Place,
): Promise<ChildProcess> {
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      log = `${log}${text.toString()}`.slice(-4_000);
    });
  }
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(MISSING_JAVA) : error),
    );
    child.once('exit', (code) =>
      reject(new Error(`Cassandra ended with ${code} before port ${port} was open:\n${log}`)),
    );
  });
  // An exit after the start is the test's own doing.
  failed.catch(() => undefined);
  dieTogether(child);
  try {
    await Promise.race([opens(child, { address, port }), failed]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

/** However this process ends, its end of the pipe closes, and the waiting shell kills the node. */
function dieTogether(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const guard = spawn('sh', ['-c', 'cat >/dev/null; kill -9 "$0" 2>/dev/null', `${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  // The node is gone: its id may belong to another process before long.
  child.once('exit', () => guard.kill('SIGKILL'));
}

interface Door {
  readonly address: string;
  readonly port: number;
}

async function opens(child: ChildProcess, door: Door): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && !(await accepts(door))) {
    if (Date.now() > deadline) throw new Error(`Cassandra does not open port ${door.port}`);
    await sleep(100);
  }
}

function accepts({ address, port }: Door): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
