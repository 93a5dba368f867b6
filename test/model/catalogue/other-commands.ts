/** Ratings, plays, what is refused for its form, and requests that come again. */
import { idOf } from '@marquee/testing';
import fc from 'fast-check';
import { ensure, expectStatus, same, send } from './command-run.js';
import { type Command, command, movieId, nth, slot } from './commands.js';
import { compareEverything } from './compare.js';

const USERS = 2;
const userId = (of: number) => idOf(0x200 + of);

const rateMovie = fc
  .tuple(slot, fc.nat({ max: USERS - 1 }), fc.option(fc.integer({ min: 1, max: 10 })))
  .map(([of, user, half]) =>
    command(`rate ${of} by ${user}: ${half}`, async (model, run) => {
      const movie = model.movies.get(movieId(of));
      const url = `/movies/${movieId(of)}/ratings/${userId(user)}`;
      if (half === null) {
        const rated = movie?.stars.has(userId(user)) ?? false;
        await send(run, { method: 'DELETE', url }, rated ? 204 : 404);
        movie?.stars.delete(userId(user));
        return;
      }
      const stars = half / 2;
      await send(run, { method: 'PUT', url, body: { stars } }, movie === undefined ? 404 : 200);
      movie?.stars.set(userId(user), stars);
    }),
  );

const playMovie = fc.tuple(slot, fc.constantFrom(1, 2, 9)).map(([of, times]) =>
  command(`play ${of} ${times} times`, async (model, run) => {
    const movie = model.movies.get(movieId(of));
    const sent = { method: 'POST', url: `/movies/${movieId(of)}/plays`, as: 'ben' } as const;
    for (let n = 0; n < times; n += 1) {
      await send(run, sent, movie === undefined ? 404 : 202);
      if (movie !== undefined) movie.plays += 1;
    }
  }),
);

const badFields = fc.constantFrom<object>(
  { title: '' },
  { title: 'A', year: 1869 },
  { title: 'A', year: 2000, releaseDate: '1999-03-31' },
  { title: 'A', genres: ['a,b'] },
  { title: 'A', cast: [{ name: ' ' }] },
  { title: 'A', cast: [{}] },
  { title: 'A', tmdbId: 0 },
  { title: 'A', unknown: 1 },
);

/** Also where nothing is: the form comes first. */
const badInput = fc
  .tuple(fc.constantFrom('POST', 'PUT', 'PATCH'), slot, badFields)
  .map(([method, of, body]) =>
    command(`${method} ${of} ${JSON.stringify(body)}`, async (_model, run) => {
      const url = method === 'POST' ? '/movies' : `/movies/${movieId(of)}`;
      await send(run, { method, url, body }, 400);
    }),
  );

/** The first answer, whatever has become of what it made. */
const repeat = nth.map((which) =>
  command(`repeat ${which}`, async (_model, run) => {
    const found = run.keyed[which % Math.max(1, run.keyed.length)];
    if (found === undefined) return;
    const again = await run.apps.send(found.sent);
    expectStatus(found.sent, again, found.answer.status);
    same(again.body, found.answer.body, 'the answer that comes again');
    ensure(again.headers['idempotency-replayed'] === 'true', 'it says that it comes again');
  }),
);

const reuseKey = nth.map((which) =>
  command(`reuse the key of ${which}`, async (_model, run) => {
    const made = run.keyed.filter(({ answer }) => answer.status === 201);
    const found = made[which % Math.max(1, made.length)];
    if (found === undefined) return;
    const other = { ...found.sent.body, imdbId: null };
    expectStatus(found.sent, await run.apps.send({ ...found.sent, body: other }), 422);
  }),
);

const settle = fc.constant(command('settle', compareEverything));

export const otherCommands: readonly fc.Arbitrary<Command>[] = [
  ...[rateMovie, rateMovie, playMovie, playMovie, badInput, repeat, reuseKey, settle, settle],
];
