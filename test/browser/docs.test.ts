/** What a newcomer does at `/docs`, in a real browser: read, authorize, write a movie, see it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Movie, User } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { adminToken, type PageOf } from '../system/client.js';
import { browserMissing, openBrowser } from './open-browser.js';

const missing = browserMissing();
if (missing !== null) {
  if (process.env['CI']) throw new Error(missing);
  console.error(`\n!! ${missing}\n!! The documentation is not tried in a browser.\n`);
}
const skip = missing ?? false;

t.test('a newcomer reads the docs, authorizes, adds a movie and sees it', { skip }, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-docs-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const app = await startMarquee('standalone', { DATA_DIR: directory, SAMPLE_DATA: 'off' });
  t.teardown(() => app.kill());
  const browser = await openBrowser();
  t.teardown(() => browser.close());
  const page = await browser.context.newPage();
  const complaints = complaintsOf(page);

  await page.goto(`${app.url}/docs`);
  await page.locator('.opblock').first().waitFor();

  await t.test('it says what it is and lists the operations in groups', async (t) => {
    t.equal(await page.title(), 'Marquee');
    t.match(await page.locator('.info .title').innerText(), /^Marquee/);
    t.same(await page.locator('.opblock-tag > a').allInnerTexts(), [
      'movies',
      'imports',
      'actors',
      'search',
      'ratings',
      'plays',
      'comments',
      'sessions',
      'changes',
      'exports',
      'providers',
      'webhooks',
      'users',
      'subscriptions',
      'tokens',
      'health',
    ]);
    const codes = page.locator('.info table tbody tr td:first-child');
    t.ok((await codes.allInnerTexts()).includes('version-mismatch'), 'every refusal has a row');
  });

  await t.test('every operation has a summary', async (t) => {
    const operations = await page.locator('.opblock').count();
    const summaries = await page.locator('.opblock-summary-description').allInnerTexts();
    t.ok(operations > 20);
    t.equal(summaries.filter((summary) => summary.trim() !== '').length, operations);
    t.notMatch(await page.locator('#swagger-ui').innerText(), 'def-0');
  });

  await authorize(page, adminToken(directory));
  let token = '';

  await t.test('the example of a new movie can be sent as it is', async (t) => {
    const answer = await execute<Movie>(await open(page, 'movies-createMovie'));
    t.equal(answer.status, 201);
    t.match(answer.body, { title: 'Paterson', cast: [{ character: 'Paterson' }, {}] });
    token = answer.headers['consistency-token'] ?? '';
  });

  await t.test(
    'the list as the form offers it, with the token of the write, shows it',
    async (t) => {
      const operation = await open(page, 'movies-listMovies');
      await operation.getByPlaceholder('Consistency-Token').fill(token);
      await operation.getByPlaceholder('Prefer').fill('wait=10');
      const answer = await execute<PageOf<Movie>>(operation);
      t.equal(answer.status, 200);
      t.same(
        answer.body.items.map((movie) => movie.title),
        ['Paterson'],
      );
    },
  );

  await t.test('a user is made as the example says, and logs in by the dialogue', async (t) => {
    const made = await execute<User>(await open(page, 'users-createUser'), '/users');
    t.match(made, { status: 201, body: { email: 'ada@example.com' } });
    await logIn(page, { username: 'ada@example.com', password: 'correct horse battery staple' });
    const me = await execute<User>(await open(page, 'users-getMe'), '/users/me');
    t.match(me, { status: 200, body: { id: made.body.id } });
  });

  t.same(complaints, [], 'the browser found nothing wrong');
});

/** Fills up with all that the browser says is wrong. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  return complaints;
}

async function authorize(page: Page, token: string): Promise<void> {
  await page.locator('.auth-wrapper').getByRole('button', { name: 'Authorize' }).click();
  const dialogue = page.locator('.modal-ux');
  await dialogue.locator('#auth-bearer-value').fill(token);
  await dialogue.getByRole('button', { name: 'Apply credentials' }).click();
  await dialogue.getByRole('button', { name: 'Close' }).first().click();
}

/** By the OAuth 2 password flow, instead of the token that was there. */
async function logIn(page: Page, login: { readonly username: string; readonly password: string }) {
  await page.locator('.auth-wrapper').getByRole('button', { name: 'Authorize' }).click();
  const dialogue = page.locator('.modal-ux');
  await dialogue.getByRole('button', { name: 'Remove authorization' }).first().click();
  await dialogue.locator('#oauth_username').fill(login.username);
  await dialogue.locator('#oauth_password').fill(login.password);
  await dialogue.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
  await dialogue.getByRole('button', { name: 'Remove authorization' }).waitFor();
  await dialogue.getByRole('button', { name: 'Close' }).first().click();
}

/** Unfolds an operation, named by its group and id; its form is ready to be filled in. */
async function open(page: Page, name: string): Promise<Locator> {
  const operation = page.locator(`#operations-${name}`);
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Execute' }).waitFor();
  return operation;
}

/** Sends what the form holds; what came back, once the page shows it. */
async function execute<T>(operation: Locator, path = '/movies') {
  const page = operation.page();
  const [response] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === path),
    operation.getByRole('button', { name: 'Execute' }).click(),
  ]);
  const status = response.status();
  const shown = operation.locator('.live-responses-table .response-col_status');
  await shown
    .filter({ hasText: String(status) })
    .first()
    .waitFor();
  const body: T = await response.json();
  return { status, headers: response.headers(), body };
}
