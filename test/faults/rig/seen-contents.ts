/** What readers saw under each version: a version has one content, wherever and however often it is read. */
import type { Movie } from '@marquee/contracts';
import type { Violations } from './violations.js';

export interface SeenContents {
  /** A whole movie, as an item of its own or of a page. */
  check(movie: Movie): void;
}

const MAX_REMEMBERED = 50_000;

export function watchContents(violations: Violations): SeenContents {
  const contents = new Map<string, string>();
  return {
    check(movie) {
      const key = `${movie.id} ${movie.version}`;
      const text = JSON.stringify(movie);
      const before = contents.get(key);
      if (before !== undefined && before !== text) {
        violations.add('torn', `${before} was later ${text}`);
      }
      contents.set(key, text);
      if (contents.size <= MAX_REMEMBERED) return;
      const [oldest] = contents.keys();
      if (oldest !== undefined) contents.delete(oldest);
    },
  };
}
