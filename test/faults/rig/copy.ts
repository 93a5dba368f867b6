/** What somebody outside was told of the catalogue: of each movie and actor the last thing. */
import type { Change } from '@marquee/contracts';
import type { Run } from './run.js';
import type { SeenContents } from './seen-contents.js';

export interface Told {
  readonly version: number;
  /** `null`: it is deleted. */
  readonly value: NonNullable<Change['movie'] | Change['actor']> | null;
}

export interface Copy {
  /** Whose it is. */
  readonly name: string;
  put(change: Change): void;
  /** Deleted ones, too, by id. */
  told(kind: Change['kind']): ReadonlyMap<string, Told>;
}

/** Each change shows its movie as it then was: so versions never go back, and each has one content. */
export function openCopy({ violations }: Run, name: string, seen: SeenContents): Copy {
  const all = { movie: new Map<string, Told>(), actor: new Map<string, Told>() };
  return {
    name,
    put({ change, kind, id, version, movie, actor }) {
      const before = all[kind].get(id);
      if (before !== undefined && version < before.version) {
        violations.add(
          'went-back',
          `${name} was told of ${id} at ${before.version}, then ${version}`,
        );
      }
      const value = movie ?? actor ?? null;
      if ((value === null) !== (change === 'deletion')) {
        violations.add('wrong-answer', `${name} was told of the ${change} of ${id} at ${version}`);
      }
      if (movie !== undefined) seen.check(movie);
      all[kind].set(id, { version, value });
    },
    told: (kind) => all[kind],
  };
}
