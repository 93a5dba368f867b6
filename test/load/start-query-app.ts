/** The query app alone, on a view that nobody writes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MarqueeProcess, startMarquee } from '@marquee/testing';
import { pin, SERVER_CORE } from './harness/cores.js';

/** A million movies on a slow machine. */
const FILLED_WITHIN_MS = 1_200_000;

export interface QueryAppOptions {
  /** It has a core for itself. */
  readonly isAlone?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** In production, with all defaults but `settings`; it has its search index, so that making that disturbs no measurement. */
export async function startQueryApp(
  viewUrl: string,
  { isAlone = true, settings = {} }: QueryAppOptions = {},
): Promise<MarqueeProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-query-'));
  const app = await startMarquee('query', {
    ...{ NODE_ENV: 'production', DATA_DIR: directory, VIEW_STORE_URL: viewUrl, ...settings },
  });
  await whenSearchable(app.url);
  if (isAlone) pin(app.pid, SERVER_CORE);
  return {
    ...app,
    async stop() {
      const code = await app.stop();
      rmSync(directory, { recursive: true, force: true });
      return code;
    },
  };
}

/** Resolves when the app's index has all movies. @throws when it does not get them */
export async function whenSearchable(url: string): Promise<void> {
  for (const startedAt = performance.now(); ; ) {
    if (performance.now() - startedAt > FILLED_WITHIN_MS) {
      throw new Error('the search index is not filled: does the view have a change feed?');
    }
    const answer = await fetch(`${url}/search?q=movie&limit=1`);
    const text = await answer.text();
    if (answer.status === 200) return;
    if (answer.status !== 503)
      throw new Error(`a search is answered with ${answer.status}: ${text}`);
    await sleep(50);
  }
}

/** Of the pages that it served, those that were kept: what a measurement of misses must not meet. */
export async function keptShare({ adminUrl }: MarqueeProcess): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const served = [...text.matchAll(/^marquee_pages_served_total\{from="(\w+)"\} (\d+)/gm)];
  const count = (names: readonly string[]) =>
    served.reduce((sum, [, from = '', n]) => sum + (names.includes(from) ? Number(n) : 0), 0);
  return count(['cache', 'shortcut']) / count(['cache', 'shortcut', 'view', 'outage']);
}
