/** One page by itself: no movie twice, and in the order that was asked for. */
import type { Movie, MovieSort } from '@marquee/contracts';
import { titleKeyOf } from '@marquee/projection';
import type { Run } from './run.js';

export interface ReadPage {
  readonly path: string;
  readonly items: readonly Movie[];
  readonly sort: { readonly by: MovieSort; readonly descending: boolean };
}

export function checkPage(run: Run, { path, items, sort }: ReadPage): void {
  const ids = new Set(items.map(({ id }) => id));
  if (ids.size < items.length) run.violations.add('duplicated', `on a page of ${path}`);
  // The mean that ratings are sorted by cannot be told from the rounded average, and plays do not show.
  const { by } = sort;
  if (by === 'rating' || by === 'plays' || by === 'popularity') return;
  const keys = items.map((movie) => ({ key: keyOf(by, movie), id: movie.id }));
  for (const [index, here] of keys.entries()) {
    const next = keys[index + 1];
    if (next !== undefined && !isInOrder(here, next, sort.descending)) {
      run.violations.add('wrong-page', `${path}: ${JSON.stringify([here, next])} out of order`);
    }
  }
}

interface Place {
  /** `null` without a value: those come last, both ways. */
  readonly key: string | null;
  readonly id: string;
}

function isInOrder(a: Place, b: Place, descending: boolean): boolean {
  if (a.key === null || b.key === null) {
    if (a.key !== b.key) return b.key === null;
    return descending ? a.id > b.id : a.id < b.id;
  }
  const [low, high] = descending ? [b, a] : [a, b];
  return (low.key ?? '') < (high.key ?? '') || (low.key === high.key && low.id < high.id);
}

function keyOf(by: 'title' | 'addedAt' | 'releaseDate', movie: Movie): string | null {
  if (by === 'title') return titleKeyOf(movie.title);
  if (by === 'addedAt') return movie.addedAt;
  return movie.releaseDate ?? (movie.year === null ? null : `${movie.year}-01-01`);
}
