/**
 * The dependency rules between packages: what each may import is what its `package.json` lists (Biome checks every
 * import against it), and these are the rules for what a `package.json` may list.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** One driver lives in one package. */
const homes: Readonly<Record<string, readonly string[]>> = {
  typeorm: ['write-store'],
  mssql: ['write-store'],
  'better-sqlite3': ['sqlite'],
  'better-sqlite3-13': ['sqlite'],
  'cassandra-driver': ['view-store'],
  bullmq: ['change-queue'],
  ioredis: ['change-queue', 'limits'],
  'rate-limiter-flexible': ['limits'],
  fastify: ['service', 'command', 'query', 'standalone'],
};

/** What a package must not reach, also not through others. */
const forbidden: Readonly<Record<string, readonly string[]>> = {
  contracts: ['domain', 'write-store', 'view-store', 'change-queue', 'service', 'projection'],
  domain: ['write-store', 'view-store', 'change-queue', 'service', 'projection'],
  projection: ['domain', 'write-store', 'view-store', 'change-queue', 'service'],
  search: ['domain', 'write-store', 'view-store', 'change-queue', 'service'],
  projector: ['domain', 'write-store'],
  query: ['domain', 'write-store'],
  'view-store': ['domain', 'write-store', 'service'],
  'write-store': ['view-store', 'projection', 'service'],
};

/** Apps that may compose other apps. */
const composers: readonly string[] = ['standalone', 'cli'];

const scope = '@marquee/';
const packages = new Map<string, { readonly folder: string; readonly manifest: Manifest }>();
for (const folder of ['libs', 'apps']) {
  for (const name of readdirSync(folder)) {
    const manifest = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'));
    packages.set(name, { folder, manifest });
  }
}

const dependenciesOf = (name: string) =>
  Object.keys(packages.get(name)?.manifest.dependencies ?? {});
const ownDependenciesOf = (name: string) =>
  dependenciesOf(name)
    .filter((dependency) => dependency.startsWith(scope))
    .map((dependency) => dependency.slice(scope.length));

/** Everything that a package reaches; `path` finds cycles. */
function reach(name: string, path: readonly string[], faults: Set<string>): Set<string> {
  if (path.includes(name)) {
    faults.add(`cycle: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`);
    return new Set();
  }
  const reached = new Set<string>();
  for (const next of ownDependenciesOf(name)) {
    reached.add(next);
    for (const further of reach(next, [...path, name], faults)) reached.add(further);
  }
  return reached;
}

const faults = new Set<string>();
for (const [name, { manifest }] of packages) {
  const reached = reach(name, [], faults);
  for (const target of forbidden[name] ?? []) {
    if (reached.has(target)) faults.add(`${name} must not reach ${target}`);
  }
  for (const next of ownDependenciesOf(name)) {
    if (packages.get(next)?.folder === 'apps' && !composers.includes(name)) {
      faults.add(`${name} must not import the app ${next}`);
    }
  }
  for (const dependency of dependenciesOf(name)) {
    const home = homes[dependency];
    if (home !== undefined && !home.includes(name)) {
      faults.add(`${dependency} belongs to ${home.join(', ')}, not to ${name}`);
    }
  }
  if (Object.keys(manifest.exports ?? {}).join() !== '.') {
    faults.add(`${name} must export its index alone`);
  }
}
for (const fault of faults) console.error(fault);
console.log(`${packages.size} packages, ${faults.size} broken rules`);
process.exit(faults.size === 0 ? 0 : 1);
