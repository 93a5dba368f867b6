/** Users on a running installation: many who want the same, and what a deletion leaves, also where the process is killed in between. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie, Subscription, User } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, type Client, clientOf, type PageOf, seeing } from './client.js';

const directory = mkdtempSync(join(tmpdir(), 'marquee-users-'));
const settings = {
  ...{ DATA_DIR: directory, SAMPLE_DATA: 'off', LOG_LEVEL: 'warn', READ_AUTH: 'required' },
};
let app = await startMarquee('standalone', settings);
t.teardown(async () => {
  await app.kill();
  rmSync(directory, { recursive: true, force: true });
});
const administrator = () => clientOf(app.url, adminToken(directory));
const person = { firstName: 'Ada', lastName: 'Lovelace', password: 'correct horse' };

/** `null` where the login is refused. */
async function logIn(username: string, password = person.password): Promise<Client | null> {
  const form = new URLSearchParams({ grant_type: 'password', username, password });
  const answer = await fetch(`${app.url}/token`, { method: 'POST', body: form });
  if (answer.status === 401) return null;
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return clientOf(app.url, token);
}

async function clientFor(email: string): Promise<Client> {
  const client = await logIn(email);
  if (client === null) throw new Error(`${email} is refused`);
  return client;
}

const create = (body: object) =>
  fetch(`${app.url}/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...person, ...body }),
  });

t.test('of fifty creations of one e-mail at once one wins, and logs in', async (t) => {
  const spellings = ['ada@example.com', 'ADA@example.com', ' Ada@Example.COM '];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      create({ email: spellings[n % 3], firstName: `Ada ${n}` }),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort();
  t.same(statuses, [201, ...Array.from({ length: 49 }, () => 409)]);
  const problems = answers.filter(({ status }) => status === 409).map((answer) => answer.json());
  for (const problem of await Promise.all(problems)) t.match(problem, { code: 'email-taken' });
  const winner = (await answers.find(({ status }) => status === 201)?.json()) as User;
  const profiles = await administrator().get<PageOf<User>>('/users');
  t.same(profiles.body.items, [winner], 'there is one profile');
  const me = await (await clientFor('ada@example.com')).get<User>('/users/me');
  t.same(me.body, winner);
});

t.test('a user who is deleted takes everything along, and totals stay right', async (t) => {
  const { body: user } = await administrator().send<User>('POST', '/users', {
    body: { ...person, email: 'eve@example.com' },
  });
  const eve = await clientFor('eve@example.com');
  const made = await administrator().send<Movie>('POST', '/movies', { body: { title: 'Rated' } });
  const rating = (id: string) => `/movies/${made.body.id}/ratings/${id}`;
  const other = '0190a5b4-7b1c-7000-8000-0000000000ff';
  await administrator().send('PUT', rating(other), { body: { stars: 2 } });
  const rated = await eve.send('PUT', rating(user.id), { body: { stars: 5 } });
  const before = await eve.get<Movie>(`/movies/${made.body.id}`, seeing(rated));
  t.same(before.body.rating, { average: 3.5, count: 2 });
  const paid = { userId: user.id, plan: 'Premium', startDate: '2026-01-01' };
  const { body: sold } = await eve.send<Subscription>('POST', '/subscriptions', { body: paid });

  const gone = await eve.send('DELETE', `/users/${user.id}`);
  t.equal(gone.status, 204);
  // At this very moment the machine fails.
  await app.kill();
  app = await startMarquee('standalone', settings);
  t.equal(await logIn('eve@example.com'), null);
  const late = clientOf(app.url, adminToken(directory));
  const after = await late.get<Movie>(`/movies/${made.body.id}`, seeing(gone));
  t.same(after.body.rating, { average: 2, count: 1 });
  for (const path of [`/users/${user.id}`, `/subscriptions/${sold.id}`, rating(user.id)]) {
    t.equal((await late.get(path)).status, 404, path);
  }
});

t.test('a token is refused by reads and writes once it is revoked', async (t) => {
  await create({ email: 'bob@example.com' });
  const [bob, elsewhere] = [await clientFor('bob@example.com'), await clientFor('bob@example.com')];
  t.equal((await bob.get('/movies')).status, 200);
  const { body: me } = await bob.get<User>('/users/me');
  const password = 'another horse';
  t.equal((await bob.send('PATCH', `/users/${me.id}`, { body: { password } })).status, 200);
  for (const client of [bob, elsewhere]) {
    t.equal((await client.get('/users/me')).status, 401);
    while ((await client.get('/movies')).status !== 401) await sleep(50);
  }
  t.equal(await logIn('bob@example.com'), null);
  t.ok(await logIn('bob@example.com', password));
});
