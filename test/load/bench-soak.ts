/** An hour of steady reads, writes and refusals on one process: whether its memory stays as it is. `SOAK_MINUTES` makes it shorter. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMarquee } from '@marquee/testing';
import { adminToken, type Client, clientOf, type PageOf } from '../system/client.js';
import { steadily, summary } from './steady-load.js';

const minutes = Number(process.env['SOAK_MINUTES'] ?? 60);
const readsPerSecond = 150;
const writesPerSecond = 25;
/** Ids that are written again and again, so that the catalogue stays as large as it is. */
const movies = 5_000;
const reports = 12;

export async function benchSoak(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-soak-'));
  const app = await startMarquee('standalone', {
    ...{ DATA_DIR: directory, SAMPLE_DATA: 'off', WRITE_RATE_LIMIT: '0' },
  });
  try {
    const client = clientOf(app.url, adminToken(directory));
    console.log(`${readsPerSecond} reads/s, ${writesPerSecond} writes/s, ${minutes} minutes`);
    for (let part = 1; part <= reports; part += 1) {
      const endsAt = Date.now() + (minutes * 60_000) / reports;
      const isOver = () => Date.now() >= endsAt;
      const [reads, writes] = await Promise.all([
        steadily(readsPerSecond, isOver, (n) => read(client, n)),
        steadily(writesPerSecond, isOver, (n) => write(client, n)),
      ]);
      const after = ((part * minutes) / reports).toFixed(0).padStart(3);
      const size = `${residentMiB(app.pid).toFixed(0)} MiB`;
      console.log(`${after} min: ${size}; reads ${summary(reads)}; writes ${summary(writes)}`);
    }
  } finally {
    await app.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Pages of many selections, items, and one request in ten that is refused. */
async function read(client: Client, n: number): Promise<void> {
  if (n % 10 === 0) {
    const { status } = await client.get(`/movies?limit=${n}&sort=nothing`);
    if (status !== 400) throw new Error(`a bad request was answered with ${status}`);
    return;
  }
  const sort = ['title', '-releaseDate', '-addedAt', 'rating'][n % 4];
  const path = `/movies?year=${1900 + (n % 120)}&sort=${sort}&limit=${1 + (n % 50)}`;
  const { status, body } = await client.get<PageOf<{ id: string }>>(path);
  if (status !== 200) throw new Error(`${path}: ${status}`);
  const [item] = body.items;
  if (item !== undefined) await client.get(`/movies/${item.id}`);
}

async function write(client: Client, n: number): Promise<void> {
  const id = `00000000-0000-7000-8000-${String(Math.floor(Math.random() * movies)).padStart(12, '0')}`;
  const body = {
    title: `Movie ${n}`,
    year: 1900 + (n % 120),
    cast: [{ name: `Actor ${n % 900}` }],
  };
  const path = `/movies/${id}`;
  const { status } = await client.send('PUT', path, { body });
  const made =
    status === 404 ? await client.send('POST', '/movies', { body: { id, ...body } }) : { status };
  // Two of these may meet.
  if (made.status >= 300 && made.status !== 409) throw new Error(`${path}: ${made.status}`);
}

function residentMiB(pid: number): number {
  const [, kiB] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kiB) / 1_024;
}
