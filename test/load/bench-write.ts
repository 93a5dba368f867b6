/** `POST /movies` on the embedded app, beside a bare loop that makes the same rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMarquee } from '@marquee/testing';
import { adminToken } from '../system/client.js';
import { generateMovie } from './catalogues/generate-movies.js';
import { effort } from './harness/effort.js';
import { openRawConnection, rawRequest } from './harness/raw-connection.js';
import type { PartResult } from './harness/results.js';
import { startRival } from './harness/rival.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { median, ratios } from './harness/statistics.js';

const connections = 16;
const { rounds, seconds } = effort;
const movies = { seed: 2, count: 200_000 };
/** For the view to catch up, so that no round pays for the one before. */
const PAUSE_MS = 2_000;

export async function benchWrite(): Promise<PartResult> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-write-'));
  const settings = {
    NODE_ENV: 'production',
    DATA_DIR: directory,
    SAMPLE_DATA: 'off',
    WRITE_RATE_LIMIT: '0',
  };
  const app = await startMarquee('standalone', settings);
  const file = join(directory, 'bare.sqlite');
  const bare = await startRival('bare-writes', { file, ...movies }, { isAlone: false });
  const ours = 'POST /movies, one process with everything';
  const loop = 'bare loop, one commit each';
  try {
    const post = poster(app.url, adminToken(directory));
    const samples = await interleaved<number>(
      {
        [ours]: post,
        async [loop]() {
          const { writesPerSecond } = await bare.ask<{ writesPerSecond: number }>({ seconds });
          return writesPerSecond;
        },
      },
      { rounds },
    );
    const perSecond = (name: string) => roundsOf(samples, name, (value) => value);
    return {
      title: 'Writes',
      how:
        `POST /movies of generated movies with their casts by ${connections} connections to the embedded app, which also relays and ` +
        'projects them in the same process meanwhile; beside a loop that makes the same rows (movie, genres, actors found by name ' +
        'or made, parts, outbox, deltas of totals) by `better-sqlite3`, one commit for each movie. Both sync each commit. ' +
        `${rounds} rounds of ${seconds} s in turn; all processes share all cores.`,
      figures: [ours, loop].map((name) => {
        return { name, group: 'movies a second', unit: '/s', rounds: perSecond(name) };
      }),
      verdicts: [
        {
          what: `POST /movies, ${connections} connections, embedded, against the bare loop`,
          value: median(ratios(perSecond(ours), perSecond(loop))),
          unit: '×',
          target: { atLeast: 0.5 },
        },
      ],
    };
  } finally {
    await bare.close();
    await app.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One round of it: movies a second. */
function poster(url: string, token: string): () => Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let next = 0;
  return async () => {
    // Made before, so that their making takes no time from the measurement.
    const requests = Array.from({ length: seconds * MOST_A_SECOND }, (_, index) => {
      const { input } = generateMovie(next + index, movies);
      const body = JSON.stringify(input);
      return rawRequest(url, { method: 'POST', path: '/movies', headers, body });
    });
    const opened = await Promise.all(
      Array.from({ length: connections }, () => openRawConnection(url)),
    );
    const startedAt = performance.now();
    let sent = 0;
    await Promise.all(
      opened.map(async ({ send }) => {
        while (performance.now() < startedAt + seconds * 1_000) {
          const request = requests[sent++];
          if (request === undefined) throw new RangeError('there are too few movies to write');
          const { status, body } = await send(request);
          if (status !== 201) throw new Error(`POST: ${status} ${body.toString()}`);
        }
      }),
    );
    const tookMs = performance.now() - startedAt;
    for (const { close } of opened) close();
    next += sent;
    await sleep(PAUSE_MS);
    return (sent * 1_000) / tookMs;
  };
}

const MOST_A_SECOND = 6_000;
