/** Data sets are made once, and kept under `.cache/bench` between runs. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECTION_VERSION } from '@marquee/projection';
import { workspaceRoot } from '@marquee/testing';

const folder = join(workspaceRoot, '.cache/bench');

/**
 * The directory of this data set; `make` fills it where there is none yet. Of another projection, or of other movies under the
 * same name, it is another one: say so by the name.
 */
export async function keptData(
  name: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  const directory = join(folder, `${name}-p${PROJECTION_VERSION}`);
  if (existsSync(directory)) return directory;
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const startedAt = performance.now();
  console.log(`Making the data set ${name} …`);
  await make(unfinished);
  renameSync(unfinished, directory);
  console.log(`… took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s.`);
  return directory;
}

export interface Copy {
  readonly directory: string;
  remove(): void;
}

/** To be written to. */
export function copyOf(directory: string): Copy {
  const copy = mkdtempSync(join(tmpdir(), 'marquee-bench-'));
  cpSync(directory, copy, { recursive: true });
  return { directory: copy, remove: () => rmSync(copy, { recursive: true, force: true }) };
}
