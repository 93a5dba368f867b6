/** The copies that followers made, against the settled catalogue. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Actor, Change } from '@marquee/contracts';
import type { Copy, Told } from './copy.js';
import { readAll, readMovies } from './read-everything.js';
import type { Run } from './run.js';
import type { ViolationKind } from './violations.js';

/** Another process sends messages 20 s after one was killed, and more than one try may fail. */
const PATIENCE_MS = 180_000;
const PAUSE_MS = 200;

type Difference = readonly [kind: ViolationKind, what: string];

/** Waits until each copy is what is shown, and tells what is not. */
export async function checkCopies(run: Run, copies: readonly Copy[]): Promise<void> {
  const [app] = run.queries;
  if (app === undefined) throw new RangeError('there is no app');
  const known = run.ledger.all('movie').filter(({ past }) => past.length > 0);
  const ids = known.map(({ subject }) => subject.id);
  const movies = await readMovies(run, app, ids);
  const actors = await readAll<Actor>(run, app, '/actors');
  const shown = {
    movie: new Map(ids.map((id) => [id, movies.get(id) ?? null])),
    actor: new Map(actors.map((actor) => [actor.id, told(actor)])),
  };
  const deadline = Date.now() + PATIENCE_MS;
  for (const copy of copies) {
    let found = differences(copy, shown);
    while (found.length > 0 && Date.now() < deadline) {
      await sleep(PAUSE_MS);
      found = differences(copy, shown);
    }
    for (const [kind, what] of found) run.violations.add(kind, `${copy.name}: ${what}`);
  }
}

/** Changes do not tell of how many movies an actor has. */
const told = ({ movieCount: _, ...actor }: Actor) => actor;

/** `null`: it was there, and is deleted. */
type Shown = Readonly<Record<Change['kind'], ReadonlyMap<string, Told['value']>>>;

function differences(copy: Copy, shown: Shown): readonly Difference[] {
  return (['movie', 'actor'] as const).flatMap((kind) => {
    const ids = new Set([...shown[kind].keys(), ...copy.told(kind).keys()]);
    return [...ids].flatMap((id) => {
      const difference = differenceOf(copy.told(kind).get(id), shown[kind].get(id) ?? null);
      return difference === null
        ? []
        : [[difference[0], `${kind} ${id} ${difference[1]}`] as const];
    });
  });
}

/** `null`: there is none. */
function differenceOf(told: Told | undefined, shown: Told['value']) {
  if (told === undefined) return ['missing', 'was never told of'] as const;
  const has = told.value;
  if (shown === null) {
    return has === null ? null : (['orphaned', `at ${has.version}`] as const);
  }
  if (has === null)
    return ['missing', `at ${shown.version}, told of its deletion at ${told.version}`] as const;
  if (has.version !== shown.version) {
    return ['stale', `at ${has.version}, not ${shown.version}`] as const;
  }
  if (isDeepStrictEqual(has, shown)) return null;
  return ['torn', `is ${JSON.stringify(has)}, not ${JSON.stringify(shown)}`] as const;
}
