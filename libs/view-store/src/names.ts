import type { NamedCount } from '@marquee/contracts';

/** By code units, which is the order of neither store, without those of no movie. */
export function byName(names: readonly NamedCount[]): NamedCount[] {
  return names
    .filter(({ movies }) => movies > 0)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
