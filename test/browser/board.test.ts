/** What an operator sees at `/admin/board`, in a real browser: the queues, and no way to change them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipWithout, startMarquee, startRedis } from '@marquee/testing';
import t from 'tap';
import { browserMissing, openBrowser } from './open-browser.js';

skipWithout(t, 'Redis');
const missing = browserMissing();
if (missing !== null) {
  if (process.env['CI']) throw new Error(missing);
  console.error(`\n!! ${missing}\n!! The board is not tried in a browser.\n`);
}

t.test('the board shows the queue and offers no change', { skip: missing ?? false }, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-board-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off', QUEUE_URL: redis.url };
  const app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  const browser = await openBrowser();
  t.teardown(() => browser.close());
  const page = await browser.context.newPage();
  const complaints: string[] = [];
  const answered = new Set<string>();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (answer) => {
    answered.add(new URL(answer.url()).origin);
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`);
  });

  await page.goto(`${app.adminUrl}/admin/board`);
  await page.getByText('changes-g1').first().click();
  await page.getByText('Completed').first().waitFor();
  t.match(await page.title(), /Marquee/);
  t.equal(await page.getByRole('button', { name: /retry|clean|obliterate/i }).count(), 0);
  t.same([...answered], [app.adminUrl], 'it gets nothing from elsewhere');
  t.same(complaints, []);
});
