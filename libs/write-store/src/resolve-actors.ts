/** The actors that a cast refers to: found by id, identifier or name, or made. */
import { deletedVersionsBy } from './deleted-versions.js';
import { newId } from './new-id.js';
import { type Wide, wideOrNull } from './rows.js';
import { changed, count, nextVersion, runRows, type Scope } from './scope.js';
import type { ActorRef, ResolvedActor } from './write-store.js';

interface FoundRow {
  readonly id: string;
  readonly name: string;
  readonly tmdb_id: Wide | null;
  readonly imdb_id: string | null;
  readonly seq: Wide;
}

type NamedRef = Exclude<ActorRef, { readonly actorId: string }>;

/** Actors known so far in this call, by each of what may stand for them. */
interface Known {
  readonly names: Map<string, ResolvedActor>;
  readonly tmdbIds: Map<number, ResolvedActor>;
  readonly imdbIds: Map<string, ResolvedActor>;
}

export async function resolveActors(
  scope: Scope,
  refs: readonly ActorRef[],
): Promise<readonly (ResolvedActor | null)[]> {
  const ids = [...new Set(refs.flatMap((ref) => ('actorId' in ref ? [ref.actorId] : [])))].sort();
  const byId = new Map(await shared(scope, ids));
  const known = await found(
    scope,
    refs.flatMap((ref) => ('actorId' in ref ? [] : [ref])),
  );
  const made: NewActor[] = [];
  const resolved = refs.map((ref) => {
    if ('actorId' in ref) {
      const { actorId: id, nameOfNew: name } = ref;
      if (name !== undefined && !byId.has(id)) {
        byId.set(id, { id, name });
        made.push({ id, name, tmdbId: null, imdbId: null, idIsGiven: true });
      }
      return byId.get(id) ?? null;
    }
    const actor = actorOf(ref, known);
    if (actor !== undefined) return actor;
    const fresh = { ...ref, id: newId(scope.options.now), idIsGiven: false };
    made.push(fresh);
    remember(known, fresh);
    return { id: fresh.id, name: fresh.name };
  });
  await make(scope, made);
  return resolved;
}

async function shared(
  { run, statements }: Scope,
  ids: readonly string[],
): Promise<Map<string, ResolvedActor>> {
  if (ids.length === 0) return new Map();
  const rows = await run<ResolvedActor>(statements.actors.share, { ids });
  return new Map(rows.map(({ id, name }) => [id, { id, name }]));
}

async function found({ run, statements }: Scope, refs: readonly NamedRef[]): Promise<Known> {
  const known: Known = { names: new Map(), tmdbIds: new Map(), imdbIds: new Map() };
  if (refs.length === 0) return known;
  const rows = await run<FoundRow>(statements.actors.find, {
    names: [...new Set(refs.filter(isNameAlone).map(({ name }) => name))].sort(),
    tmdbIds: [...new Set(refs.flatMap(({ tmdbId }) => tmdbId ?? []))],
    imdbIds: [...new Set(refs.flatMap(({ imdbId }) => imdbId ?? []))],
  });
  // The oldest first, since the first of a name is the one that is meant.
  for (const row of [...rows].sort((a, b) => Number(a.seq) - Number(b.seq)))
    remember(known, { ...row, tmdbId: wideOrNull(row.tmdb_id), imdbId: row.imdb_id });
  return known;
}

const isNameAlone = ({ tmdbId, imdbId }: NamedRef) => tmdbId === null && imdbId === null;

/** An identifier decides alone: two people of one name are two actors. */
function actorOf(ref: NamedRef, { names, tmdbIds, imdbIds }: Known): ResolvedActor | undefined {
  if (isNameAlone(ref)) return names.get(ref.name);
  const byTmdb = ref.tmdbId === null ? undefined : tmdbIds.get(ref.tmdbId);
  return byTmdb ?? (ref.imdbId === null ? undefined : imdbIds.get(ref.imdbId));
}

interface NewActor extends NamedRefFields {
  readonly id: string;
  /** It may have been another's, who was deleted; and beside it, the name says nothing. */
  readonly idIsGiven: boolean;
}

interface NamedRefFields {
  readonly name: string;
  readonly tmdbId: number | null;
  readonly imdbId: string | null;
}

function remember(
  { names, tmdbIds, imdbIds }: Known,
  actor: NamedRefFields & { readonly id: string },
): void {
  const { id, name, tmdbId, imdbId } = actor;
  if (!names.has(name)) names.set(name, { id, name });
  if (tmdbId !== null) tmdbIds.set(tmdbId, { id, name });
  if (imdbId !== null) imdbIds.set(imdbId, { id, name });
}

/**
 * Of two transactions that make the same one, the unique indexes stop the second; it runs again and
 * finds the first's.
 */
async function make(scope: Scope, actors: readonly NewActor[]): Promise<void> {
  if (actors.length === 0) return;
  const { providerId } = scope.options;
  const { run, statements } = scope;
  const given = actors.flatMap(({ id, idIsGiven }) => (idIsGiven ? id : []));
  const deleted = await deletedVersionsBy(run, statements.actors.deleted, { ids: given });
  const rows = actors.map((actor) => {
    const version = nextVersion(scope, deleted.get(actor.id) ?? 0);
    const madeByName = !actor.idIsGiven && isNameAlone(actor) ? 1 : 0;
    return { ...actor, version, providerId, madeByName, gender: 'unknown' };
  });
  await runRows(run, statements.actors.insert, rows);
  if (deleted.size > 0) await run(statements.actors.forgetDeleted, { ids: [...deleted.keys()] });
  for (const { id, version } of rows) {
    changed(scope, { kind: 'actor', subject: id, version, before: null });
    count(scope, 'actors', 1);
  }
}
