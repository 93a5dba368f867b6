/** Searches, suggestions and related movies at a steady rate. */
import type { Movie } from '@marquee/contracts';
import { catalogueName, importedCatalogue } from './catalogues/imported-catalogue.js';
import type { ExpectedAnswer } from './harness/closed-load.js';
import { pinning } from './harness/cores.js';
import { effort, isQuick } from './harness/effort.js';
import { pacedLatencies } from './harness/paced-load.js';
import type { Figure, PartResult, Verdict } from './harness/results.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { quantile } from './harness/statistics.js';
import { startQueryApp } from './start-query-app.js';
import { openLiveView } from './view-page.js';

const perSecond = 100;
const seconds = isQuick ? 1 : 8;
/** More than are asked in a round: none twice. */
const QUESTIONS = 1_000;

const routes = ['search', 'suggestions', 'related'] as const;
type Route = (typeof routes)[number];

/** Milliseconds that 99 of 100 answers must not take longer than. */
const targets: Partial<Record<Route, number>> = { search: 25, suggestions: 10 };

export async function benchSearch(): Promise<PartResult> {
  const data = await importedCatalogue();
  const viewUrl = `sqlite:${data.directory}/view.sqlite`;
  const app = await startQueryApp(viewUrl);
  try {
    const questions = questionsOf(await someMovies(viewUrl));
    const contenders = Object.fromEntries(
      routes.map((route) => {
        const load = { url: app.url, answers: questions[route], perSecond, seconds };
        return [route, async () => (await pacedLatencies(load)).flat()];
      }),
    );
    const samples = await interleaved(contenders, { rounds: effort.rounds });
    return {
      title: 'Search',
      how:
        `GET /search (20 whole movies), /suggestions and /movies/{id}/related of ${catalogueName}, from the query app with all ` +
        `defaults on SQLite. ${QUESTIONS} questions for each, made of movies from all over the catalogue: titles and their ` +
        'beginnings, people, words with a typing error, words of synopses. Open loop: ' +
        `${perSecond} requests a second, ${effort.rounds} rounds of ${seconds} s for each in turn; ${pinning}.`,
      figures: routes.flatMap((route) => figuresOf(samples, route)),
      verdicts: routes.flatMap((route) => verdictsOf(samples, route)),
    };
  } finally {
    await app.stop();
    data.remove();
  }
}

type Samples = ReadonlyMap<string, readonly (readonly number[])[]>;

const figuresOf = (samples: Samples, route: Route) =>
  [0.5, 0.99].map((share): Figure => {
    const rounds = roundsOf(samples, route, (latencies) => quantile(latencies, share));
    return { name: `${route}, p${share * 100}`, group: 'time to answer', unit: 'ms', rounds };
  });

function verdictsOf(samples: Samples, route: Route): Verdict[] {
  const atMost = targets[route];
  if (atMost === undefined) return [];
  const value = quantile([...(samples.get(route) ?? [])].flat(), 0.99);
  const what = `${route}, p99 at ${perSecond} requests/s`;
  return [{ what, value, unit: 'ms', target: { atMost } }];
}

/** From all over the ids, always the same ones. */
async function someMovies(viewUrl: string): Promise<Movie[]> {
  const { tables, close } = await openLiveView(viewUrl);
  const movies: Movie[] = [];
  try {
    for (let after: string | null = null; ; ) {
      const { rows, next } = await tables.scan('moviesById', { after, limit: 500, whole: true });
      for (const { row } of rows) {
        if (row?.table === 'moviesById' && row.fullJson !== null)
          movies.push(JSON.parse(row.fullJson));
      }
      if (next === null) break;
      after = next;
    }
  } finally {
    await close();
  }
  const stride = Math.max(1, Math.floor(movies.length / QUESTIONS));
  return movies.filter((_, index) => index % stride === 0).slice(0, QUESTIONS);
}

function questionsOf(movies: readonly Movie[]): Record<Route, ExpectedAnswer[]> {
  const address = (route: string, q: string) => `/${route}?${new URLSearchParams({ q })}`;
  return {
    search: movies.map((movie, n) => answered(address('search', wordsOf(movie, n)))),
    suggestions: movies.map((movie, n) => answered(address('suggestions', typedOf(movie, n)))),
    related: movies.map(({ id }) => answered(`/movies/${id}/related`)),
  };
}

const answered = (path: string): ExpectedAnswer => ({
  ...{ path, headers: {}, status: 200, isWhole: false },
  body: Buffer.from('{"items":[').toString('base64'),
});

function wordsOf({ title, cast, synopsis }: Movie, n: number): string {
  const ways = [
    () => title,
    () => title.slice(0, Math.ceil(title.length * 0.6)),
    () => cast[0]?.name ?? title,
    () => title.replace(/(\p{L}{2})\p{L}(\p{L}{3})/u, '$1$2'), // a letter is missing
    () => synopsis?.split(/\W+/).slice(3, 6).join(' ') || title,
  ];
  const way = ways[n % ways.length];
  return (way === undefined ? title : way()).trim() || title;
}

/** One to eight letters, as somebody types them. */
const typedOf = ({ title, cast }: Movie, n: number): string =>
  (n % 3 === 0 ? (cast[0]?.name ?? title) : title).slice(0, 1 + (n % 8)).trim();
