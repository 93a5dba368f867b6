/** What writes of the model set: few values, so that keys come and go and come back. */
import { buildCastEntry, idOf, type SeededRandom } from '@marquee/testing';
import type { Content } from './model-write-store.js';

export const randomId = (random: SeededRandom) => idOf(1 + random.integer(2));

const cast = [buildCastEntry(), buildCastEntry({ actorId: idOf(0xa2), name: 'Carrie-Anne Moss' })];

/** `null`, a deletion, now and then. */
export function randomContent(random: SeededRandom): Content {
  if (random.chance(0.2)) return null;
  const count = random.integer(3);
  const year = random.pick([null, 1999, 2003]);
  const movie = {
    title: random.pick(['Alien', 'The Matrix', 'Zodiac']),
    synopsis: `Text ${random.integer(1_000)}`,
    year,
    releaseDate: null,
    genres: random.pick([[], ['Drama']]),
    tags: [],
    cast: cast.filter(() => random.chance(0.5)),
    rating: { average: count === 0 ? null : 4, count },
  };
  // Taken some time after plays and ratings changed: the three do not go together.
  const plays = random.pick([null, 9, 120]);
  const popularity = plays === null ? null : random.pick([null, 382]);
  return { movie, halfStars: 8 * count, ranks: { plays, popularity } };
}
