import type { ActorPatch } from '@marquee/contracts';
import {
  decideCreateActor,
  decidePatchActor,
  decideReplaceActor,
  normaliseActor,
} from '@marquee/domain';
import t from 'tap';
import { keanu, provider } from './builders.js';

const nothing = {
  birthDate: null,
  deathDate: null,
  gender: 'unknown',
  biography: null,
  tmdbId: null,
  imdbId: null,
} as const;

t.test('what is not given of an actor is null, the gender unknown', async (t) => {
  t.strictSame(normaliseActor({ name: ' Prince ', biography: ' ', gender: null }), {
    name: 'Prince',
    ...nothing,
  });
});

t.test('a new actor stands in no movie', async (t) => {
  const content = { name: 'Prince', ...nothing };
  t.strictSame(decideCreateActor(content, { id: 'x', providerId: provider }), {
    ...content,
    id: 'x',
    providerId: provider,
    version: 0,
    editedVersion: 0,
    movieCount: 0,
  });
});

t.test('a replacement drops what it does not give', async (t) => {
  const content = { name: 'Keanu', ...nothing };
  t.strictSame(decideReplaceActor(keanu, content), { ...keanu, ...content });
});

const patches: readonly [ActorPatch, object | null][] = [
  [{ name: 'Keanu ' }, { name: 'Keanu' }],
  [
    { gender: null, tmdbId: null },
    { gender: 'unknown', tmdbId: null },
  ],
  [{ deathDate: '2100-01-01' }, { deathDate: '2100-01-01' }],
  [{}, null],
  [{ name: ' Keanu Reeves', version: 1, movieCount: 9, providerId: 'x', id: 1 }, null],
];

t.test(
  'a patch changes what it names; one that changes nothing gives the same object',
  async (t) => {
    for (const [patch, changed] of patches) {
      const after = decidePatchActor(keanu, patch);
      if (changed === null) t.equal(after, keanu);
      else t.strictSame(after, { ...keanu, ...changed });
    }
  },
);
