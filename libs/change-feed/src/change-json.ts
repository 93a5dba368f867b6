import type { Change } from './read-changes.js';

/** A change as it is sent, `Change` of the contracts: ready JSON around the ready JSON of movies and actors. */
export function changeJson({ kind, id, version, at, json }: Change): string {
  const change = json === null ? 'deletion' : 'upsert';
  const head = JSON.stringify({ change, kind, id, version, at: new Date(at).toISOString() });
  return json === null ? head : `${head.slice(0, -1)},"${kind}":${json}}`;
}
