/** What `GET /changes` and the stream take. */
import type { ChangeKind } from '@marquee/change-feed';
import { Type } from 'typebox';

export const changeParameters = {
  after: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 8_192,
      description:
        'Where to go on: `page.next` of an earlier answer, the `id` of an event, or the position that a copy was made at. ' +
        'From now on where it is left out.',
    }),
  ),
  kinds: Type.Optional(
    Type.String({
      pattern: '^(movie|actor)(,(movie|actor))?$',
      default: 'movie',
      description: 'What to tell of: `movie`, `actor` or both, with a comma.',
      examples: ['movie,actor'],
    }),
  ),
};

export function kindsOf(kinds = 'movie'): ReadonlySet<string> {
  return new Set<string>(kinds.split(',') as ChangeKind[]); // the schema takes no others
}
