/** The sample catalogue of the first start. */
import { readFile } from 'node:fs/promises';
import { type CommandDeps, saveMovieBatch } from '@marquee/command';
import { ADMINISTRATOR_ID, type Caller } from '@marquee/service';

const administrator: Caller = { id: ADMINISTRATOR_ID, role: 'administrator' };
const file = new URL('../../sample/movies.ndjson', import.meta.url);

/** Loads the sample into an empty catalogue; returns how many movies it made. Running it again changes nothing. */
export async function loadSample(deps: CommandDeps): Promise<number> {
  if (!(await deps.writeStore.isEmpty())) return 0;
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const rows: unknown[] = lines.map((line) => JSON.parse(line));
  await saveMovieBatch(deps, rows, { mode: 'createOnly', caller: administrator });
  return rows.length;
}
