import type { SearchIndex } from '@marquee/search';
import { type Metrics, scrapeGauges } from '@marquee/service';
import { Histogram } from 'prom-client';
import type { SearchReplica } from './search-replica.js';

export type Asking = 'search' | 'suggest' | 'related';

/** What operators watch the search index by. */
export function measureSearch(metrics: Metrics, search: Pick<SearchReplica, 'state'>): void {
  const states = async () => {
    const state = search.state();
    if (state === null) throw new Error('the search index does not have all movies yet');
    return state;
  };
  scrapeGauges(metrics, async () => (search.state() === null ? 1 : 0), [
    {
      name: 'marquee_search_filling',
      help: 'Processes whose index does not have all movies yet: they refuse searches.',
      read: (value) => [{ value }],
    },
  ]);
  scrapeGauges(metrics, states, [
    {
      name: 'marquee_search_movies',
      help: 'Movies that can be found; no value until all are.',
      of: 'max',
      read: ({ movies }) => [{ value: movies }],
    },
    {
      name: 'marquee_search_dead_contents',
      help: 'What movies were before, which the index leaves behind when it is made anew.',
      read: ({ dead }) => [{ value: dead }],
    },
    {
      name: 'marquee_search_position',
      help: 'Position in the change feed up to which changes are found.',
      of: 'max',
      read: ({ position }) => [{ value: position }],
    },
    {
      name: 'marquee_search_lag_seconds',
      help: 'Age of the oldest change that the index was told of and does not have.',
      of: 'max',
      read: ({ lagMs }) => [{ value: lagMs / 1_000 }],
    },
  ]);
}

/** Makes what times the calls of an index, with the time that they wait for it. */
export function searchTimes(metrics: Metrics): (index: SearchIndex) => SearchIndex {
  const seconds = new Histogram({
    name: 'marquee_search_duration_seconds',
    help: 'Time of one question to the search index, with the wait for those before it.',
    labelNames: ['question'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers: [metrics],
  });
  const timed =
    <Argument, Answer>(question: Asking, ask: (argument: Argument) => Promise<Answer>) =>
    async (argument: Argument): Promise<Answer> => {
      const stop = seconds.startTimer({ question });
      try {
        return await ask(argument);
      } finally {
        stop();
      }
    };
  return (index) => ({
    ...index,
    search: timed('search', index.search),
    suggest: timed('suggest', index.suggest),
    related: timed('related', index.related),
  });
}
