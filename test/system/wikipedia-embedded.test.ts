import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf } from './client.js';
import { checkCatalogue, importAll, skipWithoutData as skip } from './wikipedia-catalogue.js';

t.test('the Wikipedia movies on embedded stores', { skip, timeout: 800_000 }, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-wikipedia-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off' };
  await importAll(t, settings);
  const app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  const client = clientOf(app.url, adminToken(directory));
  await checkCatalogue(t, { commands: client, queries: client });
  await t.test('a second import changes nothing', async (t) => {
    const { output } = await importAll(t, settings);
    t.match(output, /unchanged 36273/);
  });
});
