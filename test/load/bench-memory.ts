/** What the query app takes: memory after a million requests over many pages, and time until its first answer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { movieSorts } from '@marquee/contracts';
import { freePort, type MarqueeProcess, workspaceRoot } from '@marquee/testing';
import { sqliteView } from './catalogues/loaded-view.js';
import type { ExpectedAnswer } from './harness/closed-load.js';
import { pinning } from './harness/cores.js';
import { effort, isQuick } from './harness/effort.js';
import { startLoadGenerator } from './harness/load-generator.js';
import { residentMiB } from './harness/process-cost.js';
import type { PartResult } from './harness/results.js';
import { median } from './harness/statistics.js';
import { startQueryApp } from './start-query-app.js';
import { openLiveView } from './view-page.js';

const movies = 36_000;
const pages = 100_000;
const requests = isQuick ? 20_000 : 1_000_000;
/** On a slow machine there are fewer requests: the result says how many. */
const MAX_SECONDS = 200;
const connections = 64;
const MB_A_MIB = 1.048576;

export async function benchMemory(): Promise<PartResult> {
  const view = await sqliteView(movies);
  const starts = [];
  for (let round = 0; round < effort.rounds; round += 1) starts.push(await startOnce(view.url));
  const app = await startQueryApp(view.url);
  try {
    const points = await underRequests(app, await addresses(view.url));
    const after = points.slice(Math.floor(points.length / 2)).map(([, megabytes]) => megabytes);
    const [done = 0, last = Number.NaN] = points.at(-1) ?? [];
    const asked = `${Math.round(done)},000 requests for ${Math.min(pages, Math.round(done) * 1_000)} pages`;
    const middle = points[Math.floor(points.length / 2)]?.[1] ?? Number.NaN;
    return {
      title: 'Memory and start',
      how:
        `${asked} in turn (all sorts, genres and years, 1 to 40 ` +
        `of ${movies} generated movies, whole and as summaries) to the query app on SQLite, with all defaults; ${connections} connections; its ` +
        `resident memory meanwhile. Start: from the start of the process to the first answer to GET /movies. ${pinning}.`,
      figures: [
        { name: 'start to first answer', group: 'start', unit: 's', rounds: starts },
        {
          name: 'second half of the requests',
          group: 'resident memory',
          unit: 'MB',
          rounds: after,
        },
      ],
      series: [{ name: 'resident memory', unit: 'MB', xUnit: 'thousand requests', points }],
      verdicts: [
        {
          what: `memory of the query app after ${asked}`,
          ...{ value: last, unit: 'MB', target: { atMost: 220 } },
        },
        {
          what: 'the same, at the end ÷ after half of the requests: flat',
          ...{ value: last / middle, unit: '×', target: { atMost: 1.05 } },
        },
        {
          what: 'query app: start to first answer',
          ...{ value: median(starts), unit: 's', target: { atMost: 1 } },
        },
      ],
    };
  } finally {
    await app.stop();
    await view.close();
  }
}

async function underRequests(app: MarqueeProcess, answers: readonly ExpectedAnswer[]) {
  const generator = await startLoadGenerator(answers);
  const points: [number, number][] = [[0, residentMiB(app.pid) * MB_A_MIB]];
  let answered = 0;
  try {
    const startedAt = performance.now();
    while (answered < requests && performance.now() < startedAt + MAX_SECONDS * 1_000) {
      const { next } = await generator.run({ url: app.url, connections, seconds: 1 });
      answered = next;
      points.push([answered / 1_000, residentMiB(app.pid) * MB_A_MIB]);
    }
  } finally {
    generator.close();
  }
  return points;
}

/** Selections × sorts × sizes; each answer is a page of that size. */
async function addresses(viewUrl: string): Promise<ExpectedAnswer[]> {
  const { tables, close } = await openLiveView(viewUrl);
  const genres = await tables.names('genres');
  await close();
  const years = Array.from({ length: 123 }, (_, year) => `&year=${1900 + year}`);
  const selections = [
    '',
    ...genres.map(({ name }) => `&genre=${encodeURIComponent(name)}`),
    ...years,
  ];
  const sorts = movieSorts.flatMap((sort) => [sort, `-${sort}`]);
  const begins = Buffer.from('{"items":[').toString('base64');
  const answers: ExpectedAnswer[] = [];
  for (let limit = 1; limit <= 40; limit += 1) {
    for (const list of sorts.flatMap((sort) => [`sort=${sort}`, `sort=${sort}&fields=summary`])) {
      for (const selection of selections) {
        const path = `/movies?${list}&limit=${limit}${selection}`;
        answers.push({ path, headers: {}, status: 200, body: begins, isWhole: false });
      }
    }
  }
  return answers.slice(0, pages);
}

/** Seconds. */
async function startOnce(viewUrl: string): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-start-'));
  const [port, adminPort] = [`${await freePort()}`, `${await freePort()}`];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(workspaceRoot, 'apps/query/dist/src/main.js')], {
    env: {
      ...{ PATH: process.env['PATH'], NODE_ENV: 'production', DATA_DIR: directory },
      ...{ VIEW_STORE_URL: viewUrl, PORT: port, ADMIN_PORT: adminPort },
    },
    stdio: 'ignore',
  });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/movies`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.status === 200) return (performance.now() - startedAt) / 1_000;
      if (child.exitCode !== null) throw new Error(`the query app ended with ${child.exitCode}`);
      await sleep(10);
    }
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  }
}
