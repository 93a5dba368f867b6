/** Runs the command line as a process of its own, on embedded stores in a directory of the test's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workspaceRoot } from '@marquee/testing';
import { openViewStore } from '@marquee/view-store';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  /** Called with the process and all that it has written to standard error so far. */
  readonly watch?: (child: ChildProcess, stderr: string) => void;
}

export async function marquee(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(
    process.execPath,
    [join(workspaceRoot, 'apps/cli/dist/src/main.js'), ...args],
    {
      env: { PATH: process.env['PATH'], ...options.env },
      stdio: 'pipe',
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
    options.watch?.(child, stderr);
  });
  child.stdin.end(options.stdin ?? '');
  options.watch?.(child, '');
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** Kills the import as soon as this many rows are done. */
export function killAfter(rows: number, dataDir: string) {
  return (child: ChildProcess, stderr: string) => {
    if (stderr !== '') return;
    void (async () => {
      while (child.exitCode === null && (await rowsDone(dataDir)) < rows) await sleep(5);
      child.kill('SIGKILL');
    })();
  };
}

async function rowsDone(dataDir: string): Promise<number> {
  const directory = join(dataDir, 'imports');
  const names = await readdir(directory).catch(() => []);
  const state = names.find((name) => name.endsWith('.json'));
  if (state === undefined) return 0;
  const text = await readFile(join(directory, state), 'utf8').catch(() => '{"rows":0}');
  return JSON.parse(text).rows;
}

/** Some of what a summary has. */
interface ListedMovie {
  readonly id: string;
  readonly title: string;
  readonly rating: { readonly count: number };
}

/** What readers see: titles in order (at most 1,000) and the number of movies. */
export async function catalogue(dataDir: string) {
  const view = openViewStore(`sqlite:${join(dataDir, 'view.sqlite')}`);
  try {
    const live = (await view.generations()).find((generation) => generation.live);
    if (live === undefined) throw new Error('no generation is live');
    const tables = view.open(live);
    const rows = await tables.movieSlice({
      ...{ list: 'all/title', order: 'ascending', walk: 'next', after: null, limit: 1_000 },
      columns: 'summary',
    });
    const movies: ListedMovie[] = rows.map(({ json }) => JSON.parse(json ?? '{}'));
    return { movies, total: (await tables.totals(['all'])).get('all')?.count ?? 0 };
  } finally {
    await view.close();
  }
}
