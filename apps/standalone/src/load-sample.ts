/** The sample catalogue of the first start. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandDeps, saveMovieBatch } from '@marquee/command';
import { ADMINISTRATOR_ID, type Caller } from '@marquee/service';

const administrator: Caller = { id: ADMINISTRATOR_ID, role: 'administrator' };
const file = new URL('../../sample/movies.ndjson', import.meta.url);
/** Stands beside the stores while the sample is being loaded, so that a start that was cut off is made up for. */
const markerName = 'sample.loading';

/** Loads the sample into an empty catalogue; returns how many movies it has, 0 where it is not loaded. */
export async function loadSample(deps: CommandDeps, dataDir: string): Promise<number> {
  const marker = join(dataDir, markerName);
  if (!existsSync(marker) && !(await deps.writeStore.isEmpty())) return 0;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(marker, '');
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const rows: unknown[] = lines.map((line) => JSON.parse(line));
  await saveMovieBatch(deps, rows, { mode: 'createOnly', caller: administrator });
  rmSync(marker);
  return rows.length;
}
