/** Invented movies with casts and genres as skewed as real ones; the same seed gives the same movies. */
import type { MovieInput } from '@marquee/contracts';

export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
}

const genres = [
  'Drama',
  'Comedy',
  'Western',
  'Crime',
  'Horror',
  'Action',
  'Thriller',
  'Romance',
  'Musical',
  'Science Fiction',
  'Adventure',
  'Mystery',
  'War',
  'Fantasy',
  'Family',
  'Animated',
  'Noir',
];
const firstWords = ['The', 'A', 'Last', 'Silent', 'Golden', 'Broken', 'Distant', 'Midnight'];
const secondWords = [
  'River',
  'Empire',
  'Letter',
  'Stranger',
  'Harbour',
  'Mirror',
  'Journey',
  'Garden',
];
const givenNames = [
  'Ada',
  'Ben',
  'Clara',
  'David',
  'Elsa',
  'Frank',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
];
const familyNames = [
  'Alder',
  'Birch',
  'Cedar',
  'Dorn',
  'Elm',
  'Fern',
  'Gorse',
  'Hazel',
  'Ivy',
  'Juniper',
];

export function generateMovies({ seed, count }: GenerateOptions): MovieInput[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  /** Small numbers far more often than large ones. */
  const skewed = (most: number) => Math.floor(most * random() ** 3);
  const actor = () => {
    const number = skewed(count);
    const given = givenNames[number % givenNames.length];
    const family = familyNames[Math.floor(number / givenNames.length) % familyNames.length];
    return `${given} ${family} ${Math.floor(number / 100)}`;
  };
  return Array.from({ length: count }, (_, index) => ({
    title: `${pick(firstWords)} ${pick(secondWords)} ${index}`,
    year: 1920 + Math.floor(random() * 105),
    genres: [
      ...new Set(
        Array.from({ length: 1 + skewed(4) }, () => genres[skewed(genres.length)] ?? 'Drama'),
      ),
    ],
    synopsis: `${pick(firstWords)} ${pick(secondWords)}. `.repeat(4 + skewed(40)),
    cast: [...new Set(Array.from({ length: skewed(14) }, actor))].map((name) => ({ name })),
  }));
}

/** A small seeded generator of numbers from 0 to 1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
