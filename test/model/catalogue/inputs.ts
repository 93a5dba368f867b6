/** Random content of movies, out of so little that it meets itself again. */
import fc from 'fast-check';
import { genres, languages, tags } from './expected-lists.js';

/** Of an actor that exists, by its place; or of a name, which finds one or makes one. */
export type CastRef =
  | { readonly nth: number; readonly character: string | null }
  | { readonly name: string; readonly character: string | null };

export interface InputFields {
  readonly title: string;
  readonly releaseDate: string | null;
  readonly year: number | null;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly tmdbId: number | null;
  readonly cast: readonly CastRef[];
}

const title = fc.constantFrom('The Apple', 'apple', 'Äpfel', 'Zoo', 'A Zoo', 'an end', '東京', 'M');
const date = fc.constantFrom('1999-03-31', '2000-12-01', '1999-01-01');
const year = fc.constantFrom(1999, 2000);
const character = fc.constantFrom(null, 'Neo', 'Trinity');

const castRef = fc.oneof(
  fc.record({ nth: fc.nat({ max: 7 }), character }),
  fc.record({ name: fc.constantFrom('Ada Lovelace', 'Bo', 'Cy'), character }),
);

const single = {
  title,
  genres: fc.subarray([...genres]),
  tags: fc.subarray([...tags]),
  language: fc.option(fc.constantFrom(...languages)),
  tmdbId: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 1 }),
  cast: fc.array<CastRef>(castRef, { maxLength: 3 }),
};

const dates = fc.oneof(
  fc.constant({ releaseDate: null, year: null }),
  fc.record({ releaseDate: fc.constant(null), year }),
  date.map((releaseDate) => ({ releaseDate, year: Number(releaseDate.slice(0, 4)) })),
);

export const fieldsArbitrary: fc.Arbitrary<InputFields> = fc
  .tuple(fc.record(single), dates)
  .map(([fields, when]) => ({ ...fields, ...when }));

/** One or two fields; a date, or a year, never both. */
export const patchArbitrary: fc.Arbitrary<Partial<InputFields>> = fc.oneof(
  fc.record({ title: single.title }),
  fc.record({ genres: single.genres, tags: single.tags }),
  fc.record({ releaseDate: fc.option(date) }),
  fc.record({ year: fc.option(year) }),
  fc.record({ language: single.language, title: single.title }),
  fc.record({ tmdbId: single.tmdbId }),
  fc.record({ cast: single.cast }),
  fc.constant({}),
);
