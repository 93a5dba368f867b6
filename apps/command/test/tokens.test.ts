/** A token counts exactly what the published events say they cover of its write; else its reader would wait for ever or too briefly. */
import t, { type Test } from 'tap';
import { type CommandApi, callers, type Received, startCommandApi } from './command-fixture.js';

const later = () => Date.now() + 60_000;

/** Folds and publishes all there is, and gives what the events cover, by write. */
async function publish({ store }: CommandApi): Promise<Map<string, Set<string>>> {
  await store.folds.foldRatings({ limit: 1_000, minIntervalMs: 0, now: Date.now() });
  await store.folds.foldTotals({ limit: 1_000, now: Date.now() });
  const covered = new Map<string, Set<string>>();
  for (;;) {
    const rows = await store.outbox.claim({ limit: 100, leaseMs: 60_000, now: later() });
    if (rows.length === 0) return covered;
    for (const event of (await store.outbox.hydrate(rows)).events) {
      if (event.kind === 'key') continue; // no reader waits for one
      for (const { write, subject } of event.covers) {
        covered.set(write, (covered.get(write) ?? new Set()).add(subject));
      }
    }
    await store.outbox.markPublished(rows, Date.now());
  }
}

async function checkTokens(test: Test, api: CommandApi, writes: Record<string, Received>) {
  const covered = await publish(api);
  for (const [what, answer] of Object.entries(writes)) {
    const { write, subjects } = api.tokenOf(answer);
    test.equal(covered.get(write)?.size ?? 0, subjects, what);
  }
}

t.test('single writes', async (t) => {
  const api = await startCommandApi(t);
  const { send } = api;
  const cast = [{ name: 'Keanu Reeves' }, { name: 'Hugo Weaving' }];
  const created = await send('POST', '/movies', { title: 'A', genres: ['Drama'], cast });
  const other = await send('POST', '/movies', { title: 'B', cast });
  const url = `/movies/${created.body.id}`;
  const actor = `/actors/${created.body.cast[0]?.actorId}`;
  const rating = `${url}/ratings/${callers.viewer.id}`;
  await checkTokens(t, api, {
    created,
    other,
    patched: await send('PATCH', url, { title: 'B', genres: ['Comedy'] }),
    replaced: await send('PUT', url, { title: 'C', cast }),
    unchanged: await send('PATCH', url, {}),
    renamed: await send('PATCH', actor, { name: 'K. Reeves' }),
    sameName: await send('PATCH', actor, {}),
    rated: await send('PUT', rating, { stars: 4 }, { as: 'viewer' }),
    ratedTheSame: await send('PUT', rating, { stars: 4 }, { as: 'viewer' }),
    unchangedWhileRated: await send('PATCH', url, {}),
    unrated: await send('DELETE', rating, undefined, { as: 'viewer' }),
    unlinked: await send('DELETE', `${url}${actor}`),
    linked: await send('PUT', `${url}${actor}`, {}),
  });
  await checkTokens(t, api, {
    deletedActor: await send('DELETE', actor),
    deleted: await send('DELETE', url),
  });
  await checkTokens(t, api, {
    createdAnew: await send('POST', '/movies', { id: created.body.id, title: 'A' }),
    createdActor: await send('POST', '/actors', { name: 'A' }),
  });
});

t.test('a write that changes nothing waits for nothing once all is in the view', async (t) => {
  const api = await startCommandApi(t);
  const { send, store, tokenOf } = api;
  const { id } = (await send('POST', '/movies', { title: 'A' })).body;
  await publish(api);
  await store.outbox.confirm(await store.outbox.unconfirmed(100), Date.now());
  t.equal(tokenOf(await send('PATCH', `/movies/${id}`, {})).subjects, 0);
});

t.test('batches, with refused rows, repetitions and identifiers that change hands', async (t) => {
  const api = await startCommandApi(t);
  const { send } = api;
  const batch = (movies: readonly object[]) => send('POST', '/movies/batch', { movies });
  const rows = Array.from({ length: 130 }, (_, n) => ({
    title: n % 40 === 7 ? '' : `Movie ${n}`,
    tmdbId: 1 + (n % 120),
    cast: [{ name: `Actor ${n % 11}` }],
  }));
  const first = await batch(rows);
  await checkTokens(t, api, { first });
  const [a, b] = [first.body.results[0]?.id, first.body.results[1]?.id];
  await checkTokens(t, api, {
    again: await batch(rows),
    swapped: await batch([
      { id: a, title: 'A', tmdbId: 1_000 },
      { id: b, title: 'B', tmdbId: 1 },
      { id: a, title: 'A', tmdbId: 2 },
      { title: '' },
    ]),
    allRefused: await batch([{ title: '' }]),
  });
});
