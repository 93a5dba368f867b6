/** Random writes of actors and of their parts in movies. */
import { idOf } from '@marquee/testing';
import fc from 'fast-check';
import { send } from './command-run.js';
import {
  as,
  type Command,
  changed,
  command,
  movieId,
  nth,
  refusal,
  slot,
  type Written,
} from './commands.js';
import {
  type CallerName,
  callers,
  type Model,
  type ModelActor,
  moviesOfActor,
  owns,
  partsInOrder,
} from './model.js';

/** An actor that exists, if there are any. */
const actorAt = ({ actors }: Model, of: number) =>
  [...actors.values()][of % Math.max(1, actors.size)];
const nobody = idOf(0xdead);

const linkActor = fc
  .tuple(slot, nth, fc.constantFrom(null, 'Neo', 'Trinity'), fc.option(fc.nat({ max: 3 })), as)
  .map(([of, which, character, order, caller]) =>
    command(`link ${of} ${which} ${character} ${order} as ${caller}`, async (model, run) => {
      const movie = model.movies.get(movieId(of));
      const actor = actorAt(model, which);
      const actorId = actor?.id ?? nobody;
      const refused = refusal(movie, caller, 'none') ?? (actor === undefined ? 404 : null);
      const url = `/movies/${movieId(of)}/actors/${actorId}`;
      const sent = { method: 'PUT', url, body: { character, order }, as: caller } as const;
      const answer = await send<Written>(run, sent, refused ?? 200);
      if (refused !== null || movie === undefined) return;
      const { cast } = movie.fields;
      const others = cast.filter((part) => part.actorId !== actorId);
      const own = cast.find((part) => part.actorId === actorId);
      const last = Math.max(-1, ...others.map((part) => part.order));
      const part = { actorId, character, order: order ?? own?.order ?? last + 1 };
      const fields = { ...movie.fields, cast: partsInOrder([...others, part]) };
      changed(movie, fields, answer.body.version);
    }),
  );

const unlinkActor = fc.tuple(slot, nth, as).map(([of, which, caller]) =>
  command(`unlink ${of} ${which} as ${caller}`, async (model, run) => {
    const movie = model.movies.get(movieId(of));
    const actorId = actorAt(model, which)?.id ?? nobody;
    const stands = movie?.fields.cast.some((part) => part.actorId === actorId) ?? false;
    const refused = refusal(movie, caller, 'none') ?? (stands ? null : 404);
    const url = `/movies/${movieId(of)}/actors/${actorId}`;
    await send(run, { method: 'DELETE', url, as: caller }, refused ?? 204);
    if (refused === null && movie !== undefined) takeOut(movie, actorId);
  }),
);

/** The answer to a removal does not say the movie's new version. */
function takeOut(movie: ReturnType<typeof moviesOfActor>[number], actorId: string): void {
  const cast = movie.fields.cast.filter((part) => part.actorId !== actorId);
  movie.fields = { ...movie.fields, cast };
  movie.etag = null;
}

const names = fc.constantFrom('Ada Lovelace', 'ada lovelace', 'Élodie', 'Zoe', 'Bo');

const createActor = fc.tuple(names, as).map(([name, caller]) =>
  command(`create actor ${name} as ${caller}`, async (model, run) => {
    const sent = { method: 'POST', url: '/actors', body: { name }, as: caller } as const;
    const { body } = await send<{ id: string }>(run, sent, 201);
    model.actors.set(body.id, { id: body.id, name, providerId: callers[caller].id });
  }),
);

/** An actor who stands in movies of others is changed by an administrator alone. */
function actorRefusal(model: Model, actor: ModelActor, caller: CallerName): number | null {
  if (!owns(caller, actor)) return 403;
  return moviesOfActor(model, actor.id).every((movie) => owns(caller, movie)) ? null : 409;
}

const renameActor = fc.tuple(nth, names, as).map(([which, name, caller]) =>
  command(`rename ${which} to ${name} as ${caller}`, async (model, run) => {
    const actor = actorAt(model, which);
    if (actor === undefined) return;
    const refused = actorRefusal(model, actor, caller);
    const url = `/actors/${actor.id}`;
    await send(run, { method: 'PATCH', url, body: { name }, as: caller }, refused ?? 200);
    if (refused === null) actor.name = name;
  }),
);

const deleteActor = fc.tuple(nth, as).map(([which, caller]) =>
  command(`delete actor ${which} as ${caller}`, async (model, run) => {
    const actor = actorAt(model, which);
    if (actor === undefined) return;
    const refused = actorRefusal(model, actor, caller);
    const sent = { method: 'DELETE', url: `/actors/${actor.id}`, as: caller } as const;
    await send(run, sent, refused ?? 204);
    if (refused !== null) return;
    for (const movie of moviesOfActor(model, actor.id)) takeOut(movie, actor.id);
    model.actors.delete(actor.id);
  }),
);

export const actorCommands: readonly fc.Arbitrary<Command>[] = [
  ...[linkActor, unlinkActor, createActor, renameActor, renameActor, deleteActor],
];
