/** Starts Marquee with a catalogue in it, for measurements: the Wikipedia movies where `MARQUEE_TEST_DATA` names them, else generated ones. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type MarqueeProcess,
  startCassandra,
  startMarquee,
  startRedis,
  workspaceRoot,
} from '@marquee/testing';
import { generateMovies } from './catalogues/generate-movies.js';

export interface LoadedCatalogue {
  readonly name: string;
  readonly url: string;
  readonly movies: number;
  /** Its `DATA_DIR`. */
  readonly directory: string;
  close(): Promise<void>;
}

const generatedMovies = 20_000;

export async function loadEmbedded(
  more: Readonly<Record<string, string>> = {},
): Promise<LoadedCatalogue> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-bench-'));
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off', ...more };
  await importCatalogue(directory, settings);
  const app = await startMarquee('standalone', settings);
  return {
    name: 'Embedded (SQLite, one process)',
    url: app.url,
    movies: await countMovies(app.url),
    directory,
    async close() {
      await app.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function loadOnServers(): Promise<LoadedCatalogue> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-bench-'));
  const [redis, cassandra] = await Promise.all([startRedis(), startCassandra()]);
  const settings = {
    DATA_DIR: directory,
    SAMPLE_DATA: 'off',
    QUEUE_URL: redis.url,
    VIEW_STORE_URL: cassandra.url('marquee_bench'),
  };
  await runCli(['migrate'], settings);
  const apps: MarqueeProcess[] = [await startMarquee('projector', settings)];
  await importCatalogue(directory, settings);
  const query = await startMarquee('query', settings);
  apps.push(query);
  return {
    name: 'Redis and Cassandra (query app alone)',
    url: query.url,
    movies: await countMovies(query.url),
    directory,
    async close() {
      for (const app of apps) await app.stop();
      await Promise.all([redis.stop(), cassandra.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** With a projector running, or a queue in memory. */
export async function importCatalogue(
  directory: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const data = process.env['MARQUEE_TEST_DATA'];
  if (data !== undefined) {
    const folder = join(data, 'wikipedia');
    const files = readdirSync(folder).filter((name) => name.startsWith('movies-'));
    return await runCli(['import', ...files.map((name) => join(folder, name))], settings);
  }
  console.log('MARQUEE_TEST_DATA is not set: measuring with generated movies.');
  const file = join(directory, 'generated.ndjson');
  const movies = [...generateMovies({ seed: 1, count: generatedMovies })].map(({ input }) => input);
  writeFileSync(file, movies.map((movie) => JSON.stringify(movie)).join('\n'));
  await runCli(['import', file], settings);
}

export async function runCli(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(workspaceRoot, 'apps/cli/dist/src/main.js'), ...args],
    {
      cwd: workspaceRoot,
      env: { PATH: process.env['PATH'], ...settings },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`marquee ${args[0]} ended with ${code}`);
}

async function countMovies(url: string): Promise<number> {
  const answer = await fetch(`${url}/movies?limit=1`);
  const { page }: { page: { total: number } } = JSON.parse(await answer.text());
  return page.total;
}
