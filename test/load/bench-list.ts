/**
 * `GET /movies` under load, on embedded stores and on Redis and Cassandra: whole movies, then the first and the last page of
 * every sort as summaries (so that both have about the same bytes), in interleaved rounds. Every answer is checked: status 200 and no shorter than the first one.
 */
import { cpus } from 'node:os';
import { movieSorts } from '@marquee/contracts';
import autocannon from 'autocannon';
import { type LoadedCatalogue, loadEmbedded, loadOnServers } from './load-catalogue.js';

const connections = 32;
const rounds = 5;
const secondsARound = 2;
const limit = 20;

interface Target {
  readonly sort: string;
  readonly fields: 'full' | 'summary';
  readonly place: 'first' | 'last';
  readonly url: string;
  readonly bytes: number;
}

interface Sample {
  readonly requestsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function benchList(): Promise<void> {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`);
  console.log(
    `${connections} connections, ${rounds} rounds of ${secondsARound} s each, pages of ${limit}`,
  );
  for (const load of [() => loadEmbedded(), loadOnServers]) {
    const catalogue = await load();
    try {
      await measure(catalogue);
    } finally {
      await catalogue.close();
    }
  }
}

async function measure(catalogue: LoadedCatalogue): Promise<void> {
  const { url } = catalogue;
  const targets = [await firstPage(url, 'title', 'full')];
  for (const sort of movieSorts.flatMap((name) => [name, `-${name}`])) {
    targets.push(await firstPage(url, sort, 'summary'), await lastPage(url, sort));
  }
  const samples = new Map<Target, Sample[]>(targets.map((target) => [target, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const target of targets) samples.get(target)?.push(await loadOnce(target));
  }
  console.log(`\n${catalogue.name}: ${catalogue.movies} movies`);
  console.log(
    'sort         fields  page    bytes   requests/s   MB/s   p50 ms   p99 ms   last/first p50',
  );
  for (const [index, target] of targets.entries()) {
    const middle = median(samples.get(target) ?? []);
    const first = target.place === 'last' ? targets[index - 1] : undefined;
    const ratio = first && middle.p50 / median(samples.get(first) ?? []).p50;
    console.log(
      [
        target.sort.padEnd(12),
        target.fields.padEnd(7),
        target.place.padEnd(5),
        String(target.bytes).padStart(7),
        middle.requestsPerSecond.toFixed(0).padStart(12),
        (middle.bytesPerSecond / 1e6).toFixed(1).padStart(6),
        middle.p50.toFixed(2).padStart(8),
        middle.p99.toFixed(2).padStart(8),
        ratio?.toFixed(2).padStart(16) ?? '',
      ].join(' '),
    );
  }
}

/** Latencies are kept one by one, since autocannon's own histogram counts whole milliseconds. */
async function loadOnce(target: Target): Promise<Sample> {
  const latencies: number[] = [];
  let wrong = 0;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      { url: target.url, connections, duration: secondsARound },
      (error: Error | null, done) => (error === null ? resolve(done) : reject(error)),
    );
    run.on('response', (_client, statusCode, bytes, responseTime) => {
      latencies.push(responseTime);
      if (statusCode !== 200 || bytes < target.bytes) wrong += 1;
    });
  });
  if (wrong > 0 || result.errors > 0) {
    throw new Error(`${target.url}: ${wrong} wrong answers, ${result.errors} errors`);
  }
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return {
    requestsPerSecond: latencies.length / result.duration,
    bytesPerSecond: result.throughput.average,
    p50: at(0.5),
    p99: at(0.99),
  };
}

function median(samples: readonly Sample[]): Sample {
  const of = (pick: (sample: Sample) => number) =>
    samples.map(pick).sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
  return {
    requestsPerSecond: of((sample) => sample.requestsPerSecond),
    bytesPerSecond: of((sample) => sample.bytesPerSecond),
    p50: of((sample) => sample.p50),
    p99: of((sample) => sample.p99),
  };
}

async function firstPage(base: string, sort: string, fields: Target['fields']): Promise<Target> {
  const url = `${base}/movies?sort=${sort}&fields=${fields}&limit=${limit}`;
  return { sort, fields, place: 'first', url, bytes: (await read(url)).bytes };
}

/** The page of the last rows of the list, as many as on the first: what remains beyond the last but some is asked for first. */
async function lastPage(base: string, sort: string): Promise<Target> {
  const list = `${base}/movies?sort=${sort}&fields=summary`;
  for (const stride of [100, 90, 80]) {
    let cursor = '';
    let page = await read(`${list}&limit=${stride}`);
    while (page.next !== null) {
      cursor = `&cursor=${page.next}`;
      page = await read(`${list}&limit=${stride}${cursor}`);
    }
    if (page.items <= limit) continue;
    const before = await read(`${list}&limit=${page.items - limit}${cursor}`);
    const url = `${list}&limit=${limit}&cursor=${before.next}`;
    return { sort, fields: 'summary', place: 'last', url, bytes: (await read(url)).bytes };
  }
  throw new Error(`${sort} has too few movies to measure`);
}

async function read(url: string) {
  const answer = await fetch(url);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${text}`);
  const { items, page }: { items: unknown[]; page: { next: string | null } } = JSON.parse(text);
  return { bytes: Buffer.byteLength(text), items: items.length, next: page.next };
}
