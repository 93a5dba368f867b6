import type { Guard } from '@marquee/domain';
import t from 'tap';
import { guardOf, ifMatchPattern } from '../src/if-match.js';

const wellFormed: readonly [header: string | undefined, guard: Guard][] = [
  [undefined, null],
  ['*', 'any'],
  ['"5"', { versions: [5] }],
  ['"5-12"', { versions: [5] }],
  ['"1", "2" ,"3-4"', { versions: [1, 2, 3] }],
  [', "1",, "2",', { versions: [1, 2] }],
  ['W/"5"', { versions: [] }],
  ['W/"5", "6"', { versions: [6] }],
  ['"", "a,b", "5a", "-5", "99999999999999999"', { versions: [] }],
];

t.test('versions are read from entity tags', async (t) => {
  for (const [header, guard] of wellFormed) {
    t.strictSame(guardOf(header), guard, `${header}`);
    if (header !== undefined) t.match(header, new RegExp(ifMatchPattern));
  }
});

t.test('what is no list of entity tags is malformed', async (t) => {
  for (const header of ['', '5', '"5', '5"', 'w/"5"', '"5" "6"', '*, "5"', '"5", *', "'5'", ',']) {
    t.notMatch(header, new RegExp(ifMatchPattern), header);
  }
});

t.test('a long malformed header is refused without delay', async (t) => {
  const header = `${'"1",\t'.repeat(2_000)}${','.repeat(2_000)}x`;
  t.notMatch(header, new RegExp(ifMatchPattern));
});
