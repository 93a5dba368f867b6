/** How a Cassandra for tests is set up: small nodes on this machine, with the limits on batches that production has. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CassandraSetup {
  /** The first node's is 127.0.0.1: the others of a cluster join it. */
  readonly address: string;
  /** Port for drivers. */
  readonly native: number;
  /** Port between nodes. */
  readonly internal: number;
  /** Confirms a write when it is on the disk, instead of up to a second before. */
  readonly durable: boolean;
}

export const TEST_DATACENTER = 'dc1';
export const FIRST_ADDRESS = '127.0.0.1';

/** Writes the files that a node reads at its start; its data live beside them. */
export async function writeCassandraConfig(directory: string, setup: CassandraSetup) {
  await mkdir(directory, { recursive: true });
  const files = {
    'cassandra.yaml': yaml(directory, setup),
    'cassandra-rackdc.properties': `dc=${TEST_DATACENTER}\nrack=rack1\n`,
    'logback.xml': logback(directory),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
}

/** Replay ends at the last sync, though the pages after it survive the process: what is written since is lost by a kill. */
const SYNC_SOON = {
  commitlog_sync: 'periodic',
  commitlog_sync_period: '1000ms',
  concurrent_writes: 16,
};
/** Each write waits for a sync and holds its thread meanwhile. */
const SYNC_FIRST = {
  commitlog_sync: 'group',
  commitlog_sync_group_window: '2ms',
  concurrent_writes: 128,
};

/** A JSON document is YAML too. */
function yaml(directory: string, { address, native, internal, durable }: CassandraSetup): string {
  const settings = {
    cluster_name: 'marquee-test',
    num_tokens: 4,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    endpoint_snitch: 'GossipingPropertyFileSnitch',
    seed_provider: [
      {
        class_name: 'org.apache.cassandra.locator.SimpleSeedProvider',
        parameters: [{ seeds: `${FIRST_ADDRESS}:${internal}` }],
      },
    ],
    listen_address: address,
    rpc_address: address,
    storage_port: internal,
    native_transport_port: native,
    start_native_transport: true,
    auto_bootstrap: false,
    data_file_directories: [join(directory, 'data')],
    commitlog_directory: join(directory, 'commitlog'),
    saved_caches_directory: join(directory, 'saved-caches'),
    hints_directory: join(directory, 'hints'),
    cdc_raw_directory: join(directory, 'cdc'),
    ...(durable ? SYNC_FIRST : SYNC_SOON),
    commitlog_segment_size: '32MiB',
    commitlog_total_space: '512MiB',
    memtable_heap_space: '128MiB',
    memtable_offheap_space: '256MiB',
    memtable_allocation_type: 'offheap_buffers',
    file_cache_size: '64MiB',
    key_cache_size: '16MiB',
    concurrent_reads: 16,
    concurrent_compactors: 1,
    compaction_throughput: '32MiB/s',
    auto_snapshot: false,
    // As in production: a batch above 50 KiB is refused; the warnings far below would only fill the log.
    batch_size_warn_threshold: '49KiB',
    batch_size_fail_threshold: '50KiB',
    unlogged_batch_across_partitions_warn_threshold: 1_000,
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function logback(directory: string): string {
  return `<configuration>
  <appender name="file" class="ch.qos.logback.core.FileAppender">
    <file>${join(directory, 'system.log')}</file>
    <encoder><pattern>%-5level %date{ISO8601} %logger{0} %msg%n</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="file" /></root>
</configuration>
`;
}

export interface JavaSetup {
  /** The folder of Cassandra's jars. */
  readonly jars: string;
  /** The folder of this node. */
  readonly directory: string;
  /** Of the cluster. */
  readonly nodes: number;
}

/** Arguments of `java`: the doors into the JDK that Cassandra's own scripts open on Java 17, and a small heap. */
export function javaArguments({ jars, directory, nodes }: JavaSetup): string[] {
  const heap = nodes === 1 ? '1g' : '640m';
  return [
    ...[`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseG1GC', '-XX:+AlwaysPreTouch', '-Xss512k'],
    ...['-XX:MaxDirectMemorySize=512m', '-XX:-UsePerfData', '-Djdk.attach.allowAttachSelf=true'],
    `-javaagent:${join(jars, 'jamm-0.4.0.jar')}`,
    ...EXPORTS.flatMap((name) => ['--add-exports', `${name}=ALL-UNNAMED`]),
    ...OPENS.flatMap((name) => ['--add-opens', `${name}=ALL-UNNAMED`]),
    `-Dcassandra.config=file://${join(directory, 'cassandra.yaml')}`,
    `-Dcassandra.storagedir=${directory}`,
    `-Dcassandra.logdir=${directory}`,
    `-Dlogback.configurationFile=${join(directory, 'logback.xml')}`,
    ...['-Dcassandra-foreground=yes', '-Djava.net.preferIPv4Stack=true'],
    ...(nodes === 1 ? ALONE : []),
    ...['-cp', `${directory}:${join(jars, '*')}`],
    'org.apache.cassandra.service.CassandraDaemon',
  ];
}

/** A single node has nobody to wait for. */
const ALONE = ['-Dcassandra.skip_wait_for_gossip_to_settle=0', '-Dcassandra.ring_delay_ms=1'];

const EXPORTS = [
  'java.base/java.lang.ref',
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.sql/java.sql',
  'jdk.unsupported/sun.misc',
];

const OPENS = [
  'java.base/java.io',
  'java.base/java.lang',
  'java.base/java.lang.module',
  'java.base/java.lang.reflect',
  'java.base/java.math',
  'java.base/java.net',
  'java.base/java.nio',
  'java.base/java.nio.charset',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/java.util.concurrent.locks',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.util',
  'java.base/jdk.internal.util.jar',
  'java.base/jdk.internal.vm',
  'java.base/sun.nio.ch',
  'jdk.compiler/com.sun.tools.javac.file',
  'jdk.management.jfr/jdk.management.jfr',
  'jdk.management/com.sun.management.internal',
];
