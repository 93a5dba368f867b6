/** The `Link` header of lists. */

export interface Neighbours {
  /** Cursors. */
  readonly next: string | null;
  readonly previous: string | null;
}

/** RFC 8288, relative to the host that was asked. */
export const linksTo = (url: string, neighbours: Neighbours): string => linker(url)(neighbours);

/** What makes the links of the pages of one list, whichever of them the address names. */
export function linker(url: string): (neighbours: Neighbours) => string {
  const [path = '/', search = ''] = url.split('?', 2);
  const rest = new URLSearchParams(search);
  for (const start of ['cursor', 'skip', 'from', 'fromId']) rest.delete(start);
  const shared = rest.toString();
  const list = shared === '' ? path : `${path}?${shared}`;
  const first = `<${list}>; rel="first"`;
  const base = `${list}${shared === '' ? '?' : '&'}`;
  // Cursors are made of characters that need no escapes.
  const link = (relation: string, cursor: string | null) =>
    cursor === null ? '' : `, <${base}cursor=${cursor}>; rel="${relation}"`;
  return ({ next, previous }) => first + link('next', next) + link('prev', previous);
}
