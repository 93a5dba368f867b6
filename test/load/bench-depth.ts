/** The last page of each list beside its first one. */
import { movieSorts } from '@marquee/contracts';
import { cassandraView, type LoadedView, sqliteView } from './catalogues/loaded-view.js';
import { checkedPage } from './checked-page.js';
import { pinning } from './harness/cores.js';
import { effort } from './harness/effort.js';
import { pacedLatencies } from './harness/paced-load.js';
import type { Figure, PartResult } from './harness/results.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { median, quantile, ratios } from './harness/statistics.js';
import { lastPage } from './last-page.js';
import { startQueryApp } from './start-query-app.js';
import { openLiveView } from './view-page.js';

const movies = 36_000;
const perSecond = 300;
const limit = 20;
const seconds = effort.seconds;
const sorts = movieSorts.flatMap((sort) => [sort, `-${sort}`]);

export async function benchDepth(): Promise<PartResult> {
  const results = [
    await measure('SQLite', await sqliteView(movies)),
    await measure('Cassandra', await cassandraView(movies)),
  ];
  return {
    title: 'The last page of a list',
    how:
      `The first and the very last ${limit} of ${movies} generated movies, as summaries so that both have about the same bytes, in ` +
      `every sort; from the query app with the page cache off. Open loop: ${perSecond} requests a second, of the first and the last ` +
      `page in turn; ${effort.rounds} rounds of ${seconds} s for each sort; on SQLite, ${pinning}.`,
    figures: results.flatMap(({ figures }) => figures),
    verdicts: results.map(({ store, worst: { sort, ratio } }) => ({
      what: `last ÷ first page, p50, ${store}; the worst of all sorts, ${sort}`,
      value: ratio,
      unit: '×',
      target: { atMost: 1.1 },
    })),
    remarks: results.map(({ store, bytes }) => `${store}: last ÷ first page in bytes: ${bytes}.`),
  };
}

interface Latencies {
  readonly first: number;
  readonly last: number;
}

async function measure(store: string, view: LoadedView) {
  const isAlone = store === 'SQLite';
  const app = await startQueryApp(view.url, { isAlone, settings: { PAGE_CACHE_MIB: '0' } });
  const { tables, close } = await openLiveView(view.url);
  try {
    const contenders: Record<string, () => Promise<Latencies>> = {};
    const bytes: string[] = [];
    for (const sort of sorts) {
      const list = `/movies?sort=${sort}&fields=summary`;
      const first = await checkedPage(app.url, `${list}&limit=${limit}`, tables);
      const last = await checkedPage(app.url, await lastPage(app.url, { list, limit }), tables);
      bytes.push(`${sort} ${(last.bytes / first.bytes).toFixed(2)}`);
      const answers = [first.answer, last.answer];
      contenders[sort] = async () => {
        const [ofFirst = [], ofLast = []] = await pacedLatencies({
          ...{ url: app.url, answers, perSecond, seconds },
        });
        return { first: quantile(ofFirst, 0.5), last: quantile(ofLast, 0.5) };
      };
    }
    const samples = await interleaved(contenders, { rounds: effort.rounds });
    const p50s = (sort: string, place: keyof Latencies) =>
      roundsOf(samples, sort, (sample) => sample[place]);
    const compared = sorts.map((sort) => {
      return { sort, ratio: median(ratios(p50s(sort, 'last'), p50s(sort, 'first'))) };
    });
    const worst = compared.reduce((a, b) => (b.ratio > a.ratio ? b : a));
    const figures = sorts.flatMap((sort): Figure[] => [
      { name: `${sort}, first`, group: `${store}, p50`, unit: 'ms', rounds: p50s(sort, 'first') },
      { name: `${sort}, last`, group: `${store}, p50`, unit: 'ms', rounds: p50s(sort, 'last') },
    ]);
    return { store, figures, worst, bytes: bytes.join(', ') };
  } finally {
    await close();
    await app.stop();
    await view.close();
  }
}
