/** `npm run bench -- <part>`: measurements, side by side in one run. Starts what it needs by itself. */
import { benchEmptied } from './bench-emptied.js';
import { benchList } from './bench-list.js';
import { benchNodeLost } from './bench-node-lost.js';
import { benchRebuild } from './bench-rebuild.js';
import { benchSoak } from './bench-soak.js';

const parts: Readonly<Record<string, () => Promise<void>>> = {
  list: benchList,
  emptied: benchEmptied,
  rebuild: benchRebuild,
  'node-lost': benchNodeLost,
  soak: benchSoak,
};

const asked = process.argv[2];
const part = asked === undefined ? undefined : parts[asked];
if (part === undefined) {
  console.error(`Usage: npm run bench -- <part>\nParts: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
await part();
