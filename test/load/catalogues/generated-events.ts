/** Generated movies as the events that such a catalogue is published by. */
import type {
  ActorChanged,
  ActorRecord,
  Movie,
  MovieChanged,
  TotalsChanged,
} from '@marquee/contracts';
import { ALL_ACTORS, actorSelection, countedSelectionsOf, keysOfMovie } from '@marquee/projection';
import {
  actorName,
  type GeneratedMovie,
  type GenerateOptions,
  generateMovies,
} from './generate-movies.js';

export type GeneratedEvent = MovieChanged | ActorChanged | TotalsChanged;

const VERSION = Date.UTC(2026, 0, 1) * 1_000;
const TOTALS_AN_EVENT = 500;

/** Each movie, each actor once, and in the end the totals: a number for each selection is all that is held meanwhile. */
export function* generatedEvents(options: GenerateOptions): Generator<GeneratedEvent> {
  const counts = new Map<string, number>();
  const count = (selection: string) => counts.set(selection, (counts.get(selection) ?? 0) + 1);
  for (const generated of generateMovies(options)) {
    const event = movieEvent(generated);
    for (const number of generated.actors) {
      if (counts.has(actorSelection(actorId(number)))) continue;
      count(ALL_ACTORS);
      yield actorEvent(number);
    }
    if (event.movie !== null) {
      for (const one of countedSelectionsOf(keysOfMovie(event.movie, event.halfStars, event.ranks)))
        count(one);
    }
    yield event;
  }
  yield* totalsEvents(counts);
}

export function movieEvent({ input, ...generated }: GeneratedMovie): MovieChanged {
  const { actors, provider, addedAt, rating } = generated;
  const at = new Date(addedAt).toISOString();
  const { id, title, year, releaseDate, synopsis, runtimeMinutes, genres } = input;
  const average =
    rating.count === 0 ? null : Math.round((rating.halfStars * 50) / rating.count) / 100;
  const movie: Movie = {
    ...{ id, version: VERSION, title, originalTitle: null, tagline: null },
    ...{ releaseDate: releaseDate ?? null, year: year ?? null },
    ...{ runtimeMinutes: runtimeMinutes ?? null, genres: genres ?? [], tags: [], directors: [] },
    ...{ language: 'en', posterUrl: null, tmdbId: null, imdbId: null, wikipediaTitle: null },
    ...{ providerId: numberedId('0170', provider), addedAt: at, updatedAt: at },
    ...{ rating: { average, count: rating.count }, synopsis: synopsis ?? null },
    cast: actors.map((number, order) => {
      return { actorId: actorId(number), name: actorName(number), character: null, order };
    }),
  };
  const { halfStars } = rating;
  return { kind: 'movie', id, version: VERSION, movie, halfStars, befores: [], covers: [] };
}

function actorEvent(number: number): ActorChanged {
  const id = actorId(number);
  const actor: ActorRecord = {
    ...{ id, version: VERSION, providerId: numberedId('0170', 0), name: actorName(number) },
    ...{ birthDate: null, deathDate: null, biography: null, tmdbId: null, imdbId: null },
    gender: 'unknown',
  };
  return { kind: 'actor', id, version: VERSION, actor, befores: [], covers: [] };
}

function* totalsEvents(counts: ReadonlyMap<string, number>): Generator<TotalsChanged> {
  let totals: TotalsChanged['totals'][number][] = [];
  for (const [selection, count] of counts) {
    totals.push({ selection, count, version: VERSION });
    if (totals.length < TOTALS_AN_EVENT) continue;
    yield { kind: 'totals', totals, covers: [] };
    totals = [];
  }
  yield { kind: 'totals', totals, covers: [] };
}

const actorId = (number: number) => numberedId('0180', number);
const numberedId = (kind: string, number: number) =>
  `${kind}0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
