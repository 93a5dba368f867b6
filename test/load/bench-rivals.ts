/** A page of movies with casts beside what one would write by hand instead, on the normalised tables of the same catalogue. */
import { join } from 'node:path';
import { Database } from '@marquee/sqlite';
import { catalogueName, importedCatalogue } from './catalogues/imported-catalogue.js';
import type { ExpectedAnswer } from './harness/closed-load.js';
import { pinning } from './harness/cores.js';
import { effort } from './harness/effort.js';
import { startLoadGenerator } from './harness/load-generator.js';
import {
  compared,
  figuresOf,
  type MeasuredServer,
  measuredLoad,
  type Sample,
} from './harness/measured-load.js';
import { nothingOpened } from './harness/opened.js';
import type { PartResult } from './harness/results.js';
import { startRival } from './harness/rival.js';
import { interleaved } from './harness/rounds.js';
import { lastPage } from './last-page.js';
import { startApps } from './start-apps.js';
import { startQueryApp } from './start-query-app.js';

const connections = 64;
const { rounds, seconds } = effort;
const limit = 20;
const places = ['first', 'last'] as const;
type Place = (typeof places)[number];

export async function benchRivals(): Promise<PartResult> {
  const data = await importedCatalogue();
  indexForOffsets(join(data.directory, 'write.sqlite'));
  const apps = await startApps(data.directory);
  const opened = nothingOpened();
  const { keep } = opened;
  try {
    const viewUrl = `sqlite:${join(data.directory, 'view.sqlite')}`;
    const uncached = await startQueryApp(viewUrl, { settings: { PAGE_CACHE_MIB: '0' } });
    keep({ close: uncached.stop });
    const file = join(data.directory, 'write.sqlite');
    const servers: Record<string, MeasuredServer> = {
      'ours, kept': apps.query,
      'ours, not kept': uncached,
      'hand-written SQL': keep(await startRival('handwritten-sql', { file })),
      'TypeORM find': keep(await startRival('typeorm-find', { file })),
    };
    const contenders: Record<string, () => Promise<Sample>> = {};
    for (const place of places) {
      const movies = new Set<string>();
      for (const [name, server] of Object.entries(servers)) {
        const isOurs = name.startsWith('ours');
        const path = isOurs
          ? await ownPath(server.url, place)
          : await offsetPath(server.url, place);
        const body = await settledBody(server.url + path);
        movies.add(contentOf(body));
        const generator = keep(await startLoadGenerator([expected(path, body)]));
        contenders[`${name}, ${place} page`] = () =>
          measuredLoad(server, generator, { connections, seconds });
      }
      if (movies.size !== 1) throw new Error(`the ${place} pages do not hold the same movies`);
    }
    const samples = await interleaved(contenders, { rounds });
    const against = (own: string, rival: string, [place, atLeast]: [Place, number]) =>
      compared(samples, {
        what: `${own}, against ${rival}, ${place} page`,
        above: `${own}, ${place} page`,
        below: `${rival}, ${place} page`,
        atLeast,
      });
    return {
      title: 'What one would write by hand',
      how:
        `A page of ${limit} of ${catalogueName} by time of addition, with casts: ours kept by the query app, ours with the page ` +
        'cache off, and two Fastify servers on the normalised tables of the same catalogue in SQLite: one statement with ' +
        '`OFFSET` and casts as JSON made in SQL, and TypeORM `find` with relations, `skip` and `take`. Both have an index for the ' +
        'order. All four hold the same movies, genres and casts in the same order. ' +
        `${connections} connections, ${rounds} rounds of ${seconds} s in turn; ${pinning}.`,
      figures: places.flatMap((place) => {
        const names = Object.keys(servers).map((name) => `${name}, ${place} page`);
        return figuresOf(samples, `${place} page`, names);
      }),
      verdicts: [
        ...against('ours, kept', 'hand-written SQL', ['first', 12]),
        ...against('ours, kept', 'hand-written SQL', ['last', 28]),
        ...against('ours, kept', 'TypeORM find', ['first', 22]),
        ...against('ours, kept', 'TypeORM find', ['last', 180]),
        ...against('ours, not kept', 'hand-written SQL', ['first', 3]),
        ...against('ours, not kept', 'hand-written SQL', ['last', 6]),
      ],
    };
  } finally {
    await opened.close();
    await apps.close();
    data.remove();
  }
}

/** Without it either rival sorts all movies for each page. */
function indexForOffsets(file: string): void {
  const db = new Database(file);
  db.exec('CREATE INDEX movies_added ON movies (added_at, id); ANALYZE');
  db.close();
}

async function ownPath(url: string, place: Place): Promise<string> {
  const list = '/movies?sort=addedAt&fields=full';
  return place === 'first' ? `${list}&limit=${limit}` : await lastPage(url, { list, limit });
}

async function offsetPath(url: string, place: Place): Promise<string> {
  const path = `/movies?limit=${limit}&skip=`;
  if (place === 'first') return `${path}0`;
  const { page }: { page: { total: number } } = JSON.parse(await bodyOf(`${url}${path}0`));
  return `${path}${page.total - limit}`;
}

/** Of a page that is kept: when it is. */
async function settledBody(url: string): Promise<string> {
  for (let tries = 0; tries < 3; tries += 1) await bodyOf(url);
  return await bodyOf(url);
}

async function bodyOf(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return await answer.text();
}

/** What must be the same in all answers, whatever their form. */
function contentOf(body: string): string {
  interface Listed {
    readonly id: string;
    readonly title: string;
    readonly synopsis: string | null;
    readonly genres: readonly (string | { readonly name: string })[];
    readonly cast: readonly {
      readonly name?: string;
      readonly actor?: { readonly name: string };
    }[];
  }
  const { items }: { items: readonly Listed[] } = JSON.parse(body);
  if (items.length !== limit) throw new Error(`a page of ${items.length} movies`);
  return JSON.stringify(
    items.map(({ id, title, synopsis, genres, cast }) => {
      const named = genres.map((genre) => (typeof genre === 'string' ? genre : genre.name)).sort();
      return [id, title, synopsis, named, cast.map(({ name, actor }) => name ?? actor?.name)];
    }),
  );
}

/** Where nothing is kept, cursors are sealed anew each time: they come last in the body. */
function expected(path: string, body: string): ExpectedAnswer {
  const cut = body.lastIndexOf('],"page":');
  const begins = Buffer.from(body.slice(0, cut)).toString('base64');
  return { path, headers: {}, status: 200, body: begins, isWhole: false };
}
