/** Pages that the query app does not have, beside a bare server that reads and joins the same slices, and the driver alone. */
import { cassandraView, type LoadedView, sqliteView } from './catalogues/loaded-view.js';
import { pinning } from './harness/cores.js';
import { effort } from './harness/effort.js';
import { startLoadGenerator } from './harness/load-generator.js';
import { compared, figuresOf, idlers, measuredLoad, type Sample } from './harness/measured-load.js';
import type { PartResult } from './harness/results.js';
import { type Rival, startRival } from './harness/rival.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { median, ratios } from './harness/statistics.js';
import { keptAnswer } from './kept-answers.js';
import type { DriverRun } from './rivals/driver-alone.js';
import type { SliceSettings } from './rivals/slice-readers.js';
import { keptShare, startQueryApp } from './start-query-app.js';
import { openLiveView } from './view-page.js';
import { type WalkedPage, walkedPages } from './walked-pages.js';

const movies = 36_000;
const connections = 64;
const { rounds, seconds } = effort;
const limit = 20;
/** Of each list: together they are more than the cache holds, so each is gone when its turn comes again. */
const pagesOfList = 1_700;

const stores = { SQLite: onSqlite, Cassandra: onCassandra };
const targets = { SQLite: 0.8, Cassandra: 0.9 };

export async function benchMiss(): Promise<PartResult> {
  const results = [await measure('SQLite'), await measure('Cassandra')];
  return {
    title: 'A page that is not kept',
    how:
      `Some ${2 * pagesOfList} pages of ${limit} out of ${movies} generated movies in turn, more than the page cache holds, from the ` +
      'query app alone with all defaults; from a bare `node:http` server that reads the same rows by the driver ' +
      '(`better-sqlite3`, `cassandra-driver`), joins them and sends as many bytes with as many headers; and the reading alone. ' +
      `${connections} connections, ${rounds} rounds of ${seconds} s in turn, the movies of each answer compared with the view; ` +
      `on SQLite, ${pinning}; with Cassandra all share all cores.`,
    figures: results.flatMap((result) => result.figures),
    verdicts: results.flatMap((result) => result.verdicts),
    remarks: results.flatMap((result) => result.remarks),
  };
}

type Store = keyof typeof stores;

interface StoredView extends LoadedView {
  readonly slices: (generation: string) => SliceSettings;
}

async function onSqlite(): Promise<StoredView> {
  const view = await sqliteView(movies);
  const file = view.url.replace('sqlite:', '');
  return { ...view, slices: (generation) => ({ store: 'sqlite', file, generation, limit }) };
}

async function onCassandra(): Promise<StoredView> {
  const view = await cassandraView(movies);
  const { contactPoint, datacenter, keyspace } = view;
  const where = { contactPoint, datacenter, keyspace };
  return {
    ...view,
    slices: (generation) => ({ store: 'cassandra', ...where, generation, limit }),
  };
}

async function measure(store: Store) {
  const view = await stores[store]();
  const isAlone = store === 'SQLite';
  const app = await startQueryApp(view.url, { isAlone });
  const { tables, close } = await openLiveView(view.url);
  const rivals: Rival[] = [];
  try {
    const pages = [
      ...(await walkedPages(app.url, tables, { sort: 'title', limit, pages: pagesOfList })),
      ...(await walkedPages(app.url, tables, { sort: 'addedAt', limit, pages: pagesOfList })),
    ];
    const slices = view.slices(tables.generation.name);
    const settings = { slices, ...(await sentBeside(app.url, pages)) };
    const bare = await startRival('bare-slices', settings, { isAlone });
    const driver = await startRival(
      'driver-alone',
      { slices, places: pages.map(({ place }) => place) },
      { isAlone },
    );
    rivals.push(bare, driver);
    const own = await startLoadGenerator(pages.map(({ path, begins }) => expected(path, begins)));
    const other = await startLoadGenerator(
      pages.map(({ place, begins }) => expected(bareAddress(place), begins)),
    );
    const load = { connections, seconds };
    const names = {
      app: `query app, ${store}`,
      bare: `bare node:http, ${store}`,
      driver: `driver alone, ${store}`,
    };
    const samples = await interleaved<Sample>(
      {
        [names.app]: () => measuredLoad(app, own, load),
        [names.bare]: () => measuredLoad(bare, other, load),
        [names.driver]: () => driverAlone(driver),
      },
      { rounds },
    );
    own.close();
    other.close();
    const kept = await keptShare(app);
    if (kept > 0.01) throw new Error(`${(kept * 100).toFixed(1)} % of the pages were kept ones`);
    const perSecond = (name: string) => roundsOf(samples, name, (one) => one.requestsPerSecond);
    const share = median(ratios(perSecond(names.bare), perSecond(names.driver))).toFixed(2);
    return {
      figures: figuresOf(samples, store, Object.values(names)),
      verdicts: compared(samples, {
        what: `miss on ${store}, against bare node:http with the driver`,
        above: names.app,
        below: names.bare,
        atLeast: targets[store],
      }),
      remarks: [
        `On ${store} the bare server does ${share} of what its driver does alone.`,
        ...idlers(samples),
      ],
    };
  } finally {
    for (const rival of rivals) await rival.close();
    await close();
    await app.stop();
    await view.close();
  }
}

const expected = (path: string, begins: string) => ({
  ...{ path, headers: {}, status: 200, isWhole: false },
  body: Buffer.from(begins).toString('base64'),
});

function bareAddress({ list, sortKey, id }: WalkedPage['place']): string {
  return `/?${new URLSearchParams({ list, key: sortKey, id })}`;
}

/** The headers of one of our answers, and what follows the movies in it. */
async function sentBeside(url: string, pages: readonly WalkedPage[]) {
  const page = pages[Math.floor(pages.length / 2)];
  if (page === undefined) throw new RangeError('there are no pages');
  const answer = await keptAnswer(url, page.path);
  const pairs = answer.head.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() !== 'content-length'
      ? [name, answer.head[index + 1] ?? '']
      : [],
  );
  const tail = answer.body.toString().slice(page.begins.lastIndexOf('],"page":'));
  return { head: pairs, tail };
}

async function driverAlone(driver: Rival): Promise<Sample> {
  const run: DriverRun = { seconds, atOnce: connections };
  const { slicesPerSecond } = await driver.ask<{ readonly slicesPerSecond: number }>(run);
  return { requestsPerSecond: slicesPerSecond, busy: 1, microseconds: Number.NaN };
}
