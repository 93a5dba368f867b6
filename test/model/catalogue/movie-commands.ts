/** Random writes of whole movies: each knows what it answers and what it makes of the model. */
import fc from 'fast-check';
import { send } from './command-run.js';
import {
  as,
  type Command,
  changed,
  command,
  type Guard,
  guard,
  guardHeaders,
  movieId,
  refusal,
  slot,
  type Written,
} from './commands.js';
import { fieldsArbitrary, type InputFields, patchArbitrary } from './inputs.js';
import { callers, isTaken, type Model, type ModelFields, type ModelMovie } from './model.js';
import { learnActors, sentCast, storedCast } from './resolve-cast.js';

const createMovie = fc.tuple(slot, fieldsArbitrary, as).map(([of, input, caller]) =>
  command(`create ${of} ${JSON.stringify(input)} as ${caller}`, async (model, run) => {
    const id = movieId(of);
    const cast = sentCast(model, input.cast);
    const body = { id, ...input, cast };
    const isRefused = model.movies.has(id) || isTaken(model, input.tmdbId, id);
    const sent = { method: 'POST', url: '/movies', body, as: caller } as const;
    const answer = await send<Written>(run, sent, isRefused ? 409 : 201);
    if (isRefused) return;
    learnActors(model, cast, { answered: answer.body, caller });
    const { version, addedAt } = answer.body;
    model.movies.set(id, {
      ...{ id, providerId: callers[caller].id, addedAt, version, etag: version },
      ...{ fields: { ...input, cast: storedCast(model, cast) }, stars: new Map(), plays: 0 },
    });
  }),
);

const replaceMovie = fc.tuple(slot, fieldsArbitrary, as, guard).map(([of, input, caller, how]) =>
  command(`replace ${of} ${JSON.stringify(input)} as ${caller}, ${how}`, async (model, run) => {
    const movie = model.movies.get(movieId(of));
    const cast = sentCast(model, input.cast);
    const taken = isTaken(model, input.tmdbId, movieId(of)) ? 409 : null;
    const refused = refusal(movie, caller, how) ?? taken;
    const sent = { ...target(movie, of, how), method: 'PUT', body: { ...input, cast } } as const;
    const answer = await send<Written>(run, { ...sent, as: caller }, refused ?? 200);
    if (refused !== null || movie === undefined) return;
    learnActors(model, cast, { answered: answer.body, caller });
    changed(movie, { ...input, cast: storedCast(model, cast) }, answer.body.version);
  }),
);

const patchMovie = fc.tuple(slot, patchArbitrary, as, guard).map(([of, patch, caller, how]) =>
  command(`patch ${of} ${JSON.stringify(patch)} as ${caller}, ${how}`, async (model, run) => {
    const movie = model.movies.get(movieId(of));
    const cast = patch.cast && sentCast(model, patch.cast);
    const body = cast ? { ...patch, cast } : patch;
    const refused =
      refusal(movie, caller, how) ?? (movie ? refusalOfPatch(model, movie, patch) : null);
    const sent = { ...target(movie, of, how), method: 'PATCH', body } as const;
    const answer = await send<Written>(run, { ...sent, as: caller }, refused ?? 200);
    if (refused !== null || movie === undefined) return;
    if (cast) learnActors(model, cast, { answered: answer.body, caller });
    const stored = cast ? storedCast(model, cast) : movie.fields.cast;
    changed(movie, { ...patched(movie.fields, patch), cast: stored }, answer.body.version);
  }),
);

const deleteMovie = fc.tuple(slot, as, guard).map(([of, caller, how]) =>
  command(`delete ${of} as ${caller}, ${how}`, async (model, run) => {
    const movie = model.movies.get(movieId(of));
    const refused = refusal(movie, caller, how);
    const sent = { ...target(movie, of, how), method: 'DELETE', as: caller } as const;
    await send(run, sent, refused ?? 204);
    if (refused === null) model.movies.delete(movieId(of));
  }),
);

const target = (movie: ModelMovie | undefined, of: number, how: Guard) => ({
  url: `/movies/${movieId(of)}`,
  headers: guardHeaders(movie, how),
});

type Patch = Partial<InputFields>;

function refusalOfPatch(model: Model, { id, fields }: ModelMovie, patch: Patch): number | null {
  const disagrees = typeof patch.year === 'number' && fields.releaseDate !== null;
  if (disagrees && fields.year !== patch.year) return 400;
  return isTaken(model, patch.tmdbId ?? null, id) ? 409 : null;
}

/** But for the cast. A date says its year, also where the patch would take the year away. */
function patched(fields: ModelFields, { cast: _, ...patch }: Patch): ModelFields {
  const merged = { ...fields, ...patch };
  const { releaseDate } = merged;
  const year = releaseDate === null ? merged.year : Number(releaseDate.slice(0, 4));
  return { ...merged, year };
}

/** Weighted: a catalogue has to come from somewhere. */
export const movieCommands: readonly fc.Arbitrary<Command>[] = [
  ...[createMovie, createMovie, createMovie, patchMovie, patchMovie, replaceMovie, deleteMovie],
];
