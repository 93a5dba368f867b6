import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why there is no browser to test with; `null` when there is one. */
export function browserMissing(): string | null {
  try {
    accessSync(executablePath, constants.X_OK);
    return null;
  } catch {
    return `There is no Chromium at ${executablePath}: set CHROMIUM.`;
  }
}

export interface TestBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A browser that has never been used; nothing in it takes longer than a minute. */
export async function openBrowser(): Promise<TestBrowser> {
  const userData = mkdtempSync(join(tmpdir(), 'marquee-browser-'));
  const context = await chromium.launchPersistentContext(userData, { executablePath, args });
  context.setDefaultTimeout(60_000);
  return {
    context,
    async close() {
      await context.close();
      rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
