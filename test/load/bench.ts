/**
 * `npm run bench`: measurements, side by side in one run; `-- <part> …` some of them. Starts what it needs by itself, and puts
 * what it found into `docs/benchmarks/`. `--quick`: see `effort.ts`.
 */
import { join } from 'node:path';
import { workspaceRoot } from '@marquee/testing';
import { benchBesideWrites } from './bench-beside-writes.js';
import { benchCopies } from './bench-copies.js';
import { benchDepth } from './bench-depth.js';
import { benchEmptied } from './bench-emptied.js';
import { benchHit } from './bench-hit.js';
import { benchHitWhileWritten } from './bench-hit-while-written.js';
import { benchImport } from './bench-import.js';
import { benchList } from './bench-list.js';
import { benchMemory } from './bench-memory.js';
import { benchMiss } from './bench-miss.js';
import { benchNodeLost } from './bench-node-lost.js';
import { benchProject } from './bench-project.js';
import { benchRebuild } from './bench-rebuild.js';
import { benchRivals } from './bench-rivals.js';
import { benchSearch } from './bench-search.js';
import { benchSessions } from './bench-sessions.js';
import { benchSize } from './bench-size.js';
import { benchSoak } from './bench-soak.js';
import { benchVisible } from './bench-visible.js';
import { benchWrite } from './bench-write.js';
import { goFirst } from './harness/cores.js';
import { isQuick } from './harness/effort.js';
import { describeMachine } from './harness/machine.js';
import { printed, record } from './harness/report.js';
import type { PartResult } from './harness/results.js';

/** Each takes less than five minutes, but for the making of data sets. */
const parts: Readonly<Record<string, () => Promise<PartResult>>> = {
  hit: benchHit,
  'hit-while-written': benchHitWhileWritten,
  miss: benchMiss,
  depth: benchDepth,
  size: benchSize,
  rivals: benchRivals,
  visible: benchVisible,
  search: benchSearch,
  write: benchWrite,
  project: benchProject,
  memory: benchMemory,
  sessions: benchSessions,
};

/** What has no rival and no number to reach, or takes long: run by name only, and printed. */
const others: Readonly<Record<string, () => Promise<void>>> = {
  list: benchList,
  'beside-writes': benchBesideWrites,
  emptied: benchEmptied,
  rebuild: benchRebuild,
  import: benchImport,
  'node-lost': benchNodeLost,
  soak: benchSoak,
  copies: benchCopies,
};

const asked = process.argv.slice(2).filter((word) => word !== '--quick');
const unknown = asked.filter((name) => !(name in parts) && !(name in others));
if (unknown.length > 0) {
  console.error(`Usage: npm run bench [-- [--quick] <part> …]
Parts: ${Object.keys(parts).join(', ')}; by name only: ${Object.keys(others).join(', ')}`);
  process.exit(2);
}
if (!isQuick) goFirst();
// What it started ends with it, by handlers of its exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const order = Object.keys(parts);
for (const name of asked.length === 0 ? order : asked) {
  const measure = parts[name];
  if (measure === undefined) {
    await others[name]?.();
    continue;
  }
  console.log(`${name}: …`);
  const startedAt = performance.now();
  const result = await measure();
  console.log(printed(result));
  if (isQuick) continue;
  const tookSeconds = Math.round((performance.now() - startedAt) / 1_000);
  const part = {
    ...result,
    ...{ command: `npm run bench -- ${name}`, machine: describeMachine(), tookSeconds },
  };
  record(join(workspaceRoot, 'docs/benchmarks'), { name, part, order });
}
