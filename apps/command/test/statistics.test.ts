import { newId } from '@marquee/command';
import t from 'tap';
import { callers, onEachStore, startCommandApi } from './command-fixture.js';

const path = `/providers/${callers.provider.id}/statistics`;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

onEachStore('a provider who has nothing has zeros', async (t, { send }) => {
  const id = newId();
  const answer = await send('GET', `/providers/${id}/statistics`, undefined, {
    as: 'administrator',
  });
  t.match(answer, { status: 200, headers: { 'cache-control': 'private, no-store' } });
  t.same(
    { ...answer.body, at: null, since: null },
    {
      ...{ providerId: id, at: null, movies: 0, ratings: 0, plays: 0, since: null },
      ...{ refusedRows: 0, changes: 0, p50Ms: null, p99Ms: null, days: [] },
    },
  );
});

t.test('movies are counted as they are, and refused rows by day', async (t) => {
  const start = Date.UTC(2026, 0, 30, 12);
  const clock = { now: () => start };
  const { send } = await startCommandApi(t, clock);
  const batch = async (query = '') => {
    const movies = [{ title: 'A' }, { title: '' }, { year: 3 }, { title: 'B' }];
    return await send('POST', `/movies/batch${query}`, { movies });
  };
  await batch();
  t.match(await send('GET', path), {
    body: { movies: 2, refusedRows: 2, days: [{ day: '2026-01-30', refusedRows: 2 }] },
  });
  await batch('?dryRun=true');
  clock.now = () => start + 86_400_000;
  await batch();
  await send('POST', '/movies/batch', { movies: [{ title: '' }] }, { as: 'rival' });
  t.match((await send('GET', path)).body, {
    ...{ since: '2026-01-02', refusedRows: 4 },
    days: [
      { day: '2026-01-30', refusedRows: 2 },
      { day: '2026-01-31', refusedRows: 2, changes: 0, p50Ms: null },
    ],
  });
  clock.now = () => start + 30 * 86_400_000;
  t.match((await send('GET', path)).body, {
    ...{ since: '2026-01-31', refusedRows: 2 },
    days: [{ day: '2026-01-31' }],
  });
});

t.test('a row that replaces another provider’s movie is refused, and counted', async (t) => {
  const { send } = await startCommandApi(t);
  const { body } = await send('POST', '/movies', { title: 'Theirs' }, { as: 'rival' });
  await send('POST', '/movies/batch', { movies: [{ id: body.id, title: 'Ours' }] });
  t.match((await send('GET', path)).body, { movies: 0, refusedRows: 1 });
});

t.test('times are summed up by day and over all days', async (t) => {
  const { send, store } = await startCommandApi(t);
  const [today, yesterday] = [dayOf(Date.now()), dayOf(Date.now() - 86_400_000)];
  const provider = callers.provider.id;
  await store.statistics.add([
    { provider, day: yesterday, what: 'visible-20', amount: 98 },
    { provider, day: today, what: 'visible-40', amount: 2 },
  ]);
  t.match((await send('GET', path)).body, {
    ...{ changes: 100, p50Ms: 29, p99Ms: 939, refusedRows: 0 },
    days: [
      { day: yesterday, changes: 98, p50Ms: 29, p99Ms: 29 },
      { day: today, changes: 2, p50Ms: 939, p99Ms: 939 },
    ],
  });
});

t.test('what is wrong with the request is named', async (t) => {
  const { send } = await startCommandApi(t);
  t.match(await send('GET', '/providers/x/statistics?days=3'), {
    ...{ status: 400, body: { code: 'invalid-input' } },
  });
});
