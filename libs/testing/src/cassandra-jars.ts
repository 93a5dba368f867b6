/** Cassandra's own jar with its dependencies, from Maven Central into a cache that test runs share. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CASSANDRA_VERSION = '5.0.5';

const MISSING_MAVEN =
  'Cassandra is not in the cache and Maven is not installed to fetch it. Install Java 17 and Maven ' +
  '(Debian, Ubuntu: apt-get install openjdk-17-jre-headless maven; macOS: brew install openjdk@17 maven) ' +
  'or set TEST_CASSANDRA_URL to a Cassandra that tests may write to.';

/** The folder of the jars; fetched when it is not there, by one process at a time or by several at once. */
export async function cassandraJars(
  cache: string = process.env['MARQUEE_CACHE'] ?? defaultCache(),
): Promise<string> {
  const parent = join(cache, 'cassandra');
  const jars = join(parent, 'lib');
  if (await exists(join(jars, `cassandra-all-${CASSANDRA_VERSION}.jar`))) return jars;

  await mkdir(parent, { recursive: true });
  const fetched = await mkdtemp(join(parent, 'fetch-'));
  try {
    await writeFile(join(fetched, 'pom.xml'), POM);
    await runMaven(fetched);
    await rm(jars, { recursive: true, force: true });
    // Another process may have been faster: its jars are as good.
    await rename(join(fetched, 'lib'), jars).catch(async (error: unknown) => {
      if (!(await exists(jars))) throw error;
    });
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
  return jars;
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>marquee</groupId>
  <artifactId>test-cassandra</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.cassandra</groupId>
      <artifactId>cassandra-all</artifactId>
      <version>${CASSANDRA_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

async function runMaven(directory: string): Promise<void> {
  const child = spawn(
    'mvn',
    [
      ...['--batch-mode', '--no-transfer-progress', 'dependency:copy-dependencies'],
      ...['-DincludeScope=runtime', `-DoutputDirectory=${join(directory, 'lib')}`],
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      log = `${log}${text.toString()}`.slice(-4_000);
    });
  }
  const [code] = await once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error(MISSING_MAVEN) : error;
  });
  if (code !== 0) throw new Error(`Maven could not fetch Cassandra (exit code ${code}):\n${log}`);
}

/** `.cache` of the repository. */
function defaultCache(): string {
  return fileURLToPath(new URL('../../../../.cache', import.meta.url));
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
