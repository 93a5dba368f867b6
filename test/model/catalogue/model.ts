/** The catalogue in its simplest form: what each command answers, and what readers see once it has settled. */

export interface ModelPart {
  readonly actorId: string;
  readonly character: string | null;
  readonly order: number;
}

export interface ModelFields {
  readonly title: string;
  readonly releaseDate: string | null;
  readonly year: number | null;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly tmdbId: number | null;
  readonly cast: readonly ModelPart[];
}

export interface ModelMovie {
  readonly id: string;
  readonly providerId: string;
  /** `null` until it is read: not all answers say it. */
  addedAt: string | null;
  fields: ModelFields;
  /** At least. */
  version: number;
  /** What `If-Match` may name; `null` where the last answer did not say it. */
  etag: number | null;
  /** By user. */
  readonly stars: Map<string, number>;
  /** Since it was made. */
  plays: number;
}

export interface ModelActor {
  readonly id: string;
  readonly providerId: string;
  name: string;
}

export interface Model {
  readonly movies: Map<string, ModelMovie>;
  /** The oldest first. */
  readonly actors: Map<string, ModelActor>;
}

export const emptyModel = (): Model => ({ movies: new Map(), actors: new Map() });

export const callers = {
  administrator: { id: '00000000-0000-7000-8000-000000000001', role: 'administrator' },
  ada: { id: '00000000-0000-7000-8000-000000000002', role: 'provider' },
  ben: { id: '00000000-0000-7000-8000-000000000003', role: 'provider' },
} as const;
export type CallerName = keyof typeof callers;

export const owns = (caller: CallerName, { providerId }: { readonly providerId: string }) =>
  caller === 'administrator' || callers[caller].id === providerId;

/** Whether another movie than this has the identifier. */
export function isTaken({ movies }: Model, tmdbId: number | null, id: string): boolean {
  return (
    tmdbId !== null &&
    [...movies.values()].some((movie) => movie.id !== id && movie.fields.tmdbId === tmdbId)
  );
}

export function moviesOfActor({ movies }: Model, actorId: string): readonly ModelMovie[] {
  return [...movies.values()].filter(({ fields }) =>
    fields.cast.some((part) => part.actorId === actorId),
  );
}

/** By order, then actor, then character; one entry for each actor and character, the first. */
export function partsInOrder(parts: readonly ModelPart[]): readonly ModelPart[] {
  const first = new Map<string, ModelPart>();
  for (const part of parts) {
    const key = JSON.stringify([part.actorId, part.character]);
    if (!first.has(key)) first.set(key, part);
  }
  const keyOf = (part: ModelPart) => [part.actorId, part.character ?? ''].join(' ');
  return [...first.values()].sort((a, b) => a.order - b.order || (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** As a reader gets it, but for its version and times. */
export function asShown({ actors }: Model, movie: ModelMovie) {
  const { fields, stars } = movie;
  const sum = [...stars.values()].reduce((before, each) => before + each, 0);
  const average = stars.size === 0 ? null : Math.round((100 * sum) / stars.size) / 100;
  const cast = fields.cast.map((part) => ({ ...part, name: actors.get(part.actorId)?.name }));
  return {
    ...{ id: movie.id, providerId: movie.providerId, rating: { average, count: stars.size } },
    ...{ ...fields, cast },
    ...{ originalTitle: null, synopsis: null, tagline: null, runtimeMinutes: null },
    ...{ posterUrl: null, imdbId: null, wikipediaTitle: null, directors: [] as string[] },
  };
}
