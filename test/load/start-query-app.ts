/** The query app alone, on a view that nobody writes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MarqueeProcess, startMarquee } from '@marquee/testing';
import { pin, SERVER_CORE } from './harness/cores.js';

export interface QueryAppOptions {
  /** It has a core for itself. */
  readonly isAlone?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** In production, with all defaults but `settings`. */
export async function startQueryApp(
  viewUrl: string,
  { isAlone = true, settings = {} }: QueryAppOptions = {},
): Promise<MarqueeProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-query-'));
  const app = await startMarquee('query', {
    ...{ NODE_ENV: 'production', DATA_DIR: directory, VIEW_STORE_URL: viewUrl, ...settings },
  });
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

/** Of the pages that it served, those that were kept: what a measurement of misses must not meet. */
export async function keptShare({ adminUrl }: MarqueeProcess): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const served = [...text.matchAll(/^marquee_pages_served_total\{from="(\w+)"\} (\d+)/gm)];
  const count = (names: readonly string[]) =>
    served.reduce((sum, [, from = '', n]) => sum + (names.includes(from) ? Number(n) : 0), 0);
  return count(['cache', 'shortcut']) / count(['cache', 'shortcut', 'view', 'outage']);
}
