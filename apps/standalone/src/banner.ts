/** What a newcomer needs to know once it runs. The token itself is not printed: terminals are recorded and shared. */
import { join, relative } from 'node:path';
import type { Settings } from '@marquee/service';

export interface BannerFacts {
  readonly settings: Settings;
  readonly url: string;
  readonly movies: number;
}

export function banner({ settings, url, movies }: BannerFacts): string {
  const tokenFile = shown(join(settings.dataDir, 'admin.token'));
  const token = settings.adminToken === null ? `$(cat ${tokenFile})` : '$ADMIN_TOKEN';
  return `
Marquee is running, with ${movies} movies.

  Documentation   ${url}/docs
  Read            curl '${url}/movies?limit=3&fields=summary'
  Write           curl ${url}/movies -H "Authorization: Bearer ${token}" \\
                    -H 'Content-Type: application/json' -d '{"title":"My first movie","year":2026}'
  Token           ${settings.adminToken === null ? tokenFile : 'as set by ADMIN_TOKEN'}
  Data            ${shown(settings.dataDir)}
  Metrics         http://${settings.adminHost}:${settings.adminPort}/metrics

Ctrl-C stops it; everything is kept.
`;
}

/** Below the current directory as seen from there, elsewhere whole. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
