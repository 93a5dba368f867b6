/** Pages of a large catalogue beside those of a small one. */
import { cassandraView, type LoadedView, sqliteView } from './catalogues/loaded-view.js';
import { spreadPages } from './checked-page.js';
import { effort } from './harness/effort.js';
import { nothingOpened } from './harness/opened.js';
import { pacedLatencies } from './harness/paced-load.js';
import type { Figure, PartResult } from './harness/results.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { median, quantile, ratios } from './harness/statistics.js';
import { startQueryApp } from './start-query-app.js';
import { openLiveView } from './view-page.js';

const sizes = {
  SQLite: { small: 1_000, large: 1_000_000 },
  Cassandra: { small: 1_000, large: 100_000 },
};
const perSecond = 200;
const limit = 20;
/** Of the large catalogue, so many pages all along the list; of the small one a few. */
const pages = 200;

export async function benchSize(): Promise<PartResult> {
  const results = [await measure('SQLite', sqliteView), await measure('Cassandra', cassandraView)];
  return {
    title: 'A large catalogue',
    how:
      `Pages of ${limit} whole movies all along the list by title (${pages} of the large catalogue, 10 of the small one), from the query ` +
      `app with the page cache off. Open loop: ${perSecond} requests a second for each catalogue, ${effort.rounds} rounds of ` +
      `${effort.seconds} s in turn.`,
    figures: results.flatMap(({ figures }) => figures),
    verdicts: results.map(({ store, ratio }) => ({
      what: `${named(sizes[store].large)} ÷ ${named(sizes[store].small)} movies, ${store}, p50`,
      value: ratio,
      unit: '×',
      target: { atMost: 1.25 },
    })),
  };
}

type Store = keyof typeof sizes;
const named = (count: number) => (count >= 1e6 ? `${count / 1e6} M` : `${count / 1e3} k`);

async function measure(store: Store, load: (count: number) => Promise<LoadedView>) {
  const opened = nothingOpened();
  try {
    const contenders: Record<string, () => Promise<number>> = {};
    for (const count of [sizes[store].small, sizes[store].large]) {
      const view = opened.keep(await load(count));
      const settings = { PAGE_CACHE_MIB: '0' };
      const app = await startQueryApp(view.url, { isAlone: store === 'SQLite', settings });
      opened.keep({ close: app.stop });
      const { tables } = opened.keep(await openLiveView(view.url));
      const every = Math.max(1, Math.floor(count / 100 / pages));
      const from = { url: app.url, tables };
      const answers = await spreadPages(from, { list: '/movies?sort=title', limit, every });
      contenders[named(count)] = async () => {
        const load = { url: app.url, answers, perSecond, seconds: effort.seconds };
        return quantile((await pacedLatencies(load)).flat(), 0.5);
      };
    }
    const samples = await interleaved(contenders, { rounds: effort.rounds });
    const p50s = (count: number) => roundsOf(samples, named(count), (ms) => ms);
    const { small, large } = sizes[store];
    const figures = [small, large].map((count): Figure => {
      return {
        name: `${named(count)} movies`,
        group: `${store}, p50`,
        unit: 'ms',
        rounds: p50s(count),
      };
    });
    return { store, figures, ratio: median(ratios(p50s(large), p50s(small))) };
  } finally {
    await opened.close();
  }
}
