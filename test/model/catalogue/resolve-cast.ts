/** Which actors a cast means: those that exist, or those that it makes by their names. */
import type { CastRef } from './inputs.js';
import { type CallerName, callers, type Model, type ModelPart, partsInOrder } from './model.js';

/** An entry of a cast as it is sent. */
export type SentPart =
  | { readonly actorId: string; readonly character: string | null }
  | { readonly name: string; readonly character: string | null };

/** By place among the actors that exist; by name where there are none. */
export function sentCast({ actors }: Model, refs: readonly CastRef[]): readonly SentPart[] {
  const ids = [...actors.keys()];
  return refs.map((ref) => {
    if ('name' in ref) return ref;
    const actorId = ids[ref.nth % Math.max(1, ids.length)];
    const { character } = ref;
    return actorId === undefined ? { name: 'Cy', character } : { actorId, character };
  });
}

/** The oldest of exactly that name. */
const named = ({ actors }: Model, name: string) =>
  [...actors.values()].find((actor) => actor.name === name);

/** Whether it makes an actor. */
export const isNew = (model: Model, part: SentPart) =>
  'name' in part && named(model, part.name) === undefined;

interface Made {
  readonly cast: readonly { readonly actorId: string; readonly order: number }[];
}

/** Takes the actors that were made by name into the model. */
export function learnActors(
  model: Model,
  parts: readonly SentPart[],
  { answered, caller }: { readonly answered: Made; readonly caller: CallerName },
): void {
  for (const [order, part] of parts.entries()) {
    const id = answered.cast.find((shown) => shown.order === order)?.actorId;
    if (!('name' in part) || !isNew(model, part) || id === undefined) continue;
    model.actors.set(id, { id, name: part.name, providerId: callers[caller].id });
  }
}

/** What is stored, once the actors are in the model. */
export function storedCast(model: Model, parts: readonly SentPart[]): readonly ModelPart[] {
  const stored = parts.map((part, order) => {
    const actorId = 'actorId' in part ? part.actorId : (named(model, part.name)?.id ?? '');
    return { actorId, character: part.character, order };
  });
  return partsInOrder(stored);
}
