/** A batch of random rows: each is made, replaced or refused as if it came alone. */
import fc from 'fast-check';
import { same, send } from './command-run.js';
import { as, type Command, command, movieId, slot } from './commands.js';
import { fieldsArbitrary } from './inputs.js';
import { type CallerName, callers, type Model, type ModelFields, owns } from './model.js';
import { isNew, sentCast, storedCast } from './resolve-cast.js';

interface Results {
  readonly results: readonly { readonly status: number; readonly version: number }[];
}

const row = fc.record({ of: slot, fields: fieldsArbitrary });

export const saveBatch: fc.Arbitrary<Command> = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 4 }), as)
  .map(([rows, caller]) =>
    command(`batch ${JSON.stringify(rows)} as ${caller}`, async (model, run) => {
      // Answers to batches do not say which actors were made: these are of actors that exist.
      const movies = rows.map(({ of, fields }) => {
        const cast = sentCast(model, fields.cast).filter((part) => !isNew(model, part));
        return { id: movieId(of), ...fields, cast };
      });
      const sent = { method: 'POST', url: '/movies/batch', body: { movies }, as: caller } as const;
      const { body } = await send<Results>(run, sent, 200);
      const expected = movies.map(({ id, ...input }, index) => {
        const fields = { ...input, cast: storedCast(model, input.cast) };
        return saveRow(model, { id, fields, caller, version: body.results[index]?.version ?? 0 });
      });
      same(
        body.results.map(({ status }) => status),
        expected,
        'the statuses of the rows',
      );
    }),
  );

interface Row {
  readonly id: string;
  readonly fields: ModelFields;
  readonly caller: CallerName;
  readonly version: number;
}

/** Makes the movie or replaces the one that it is; returns the row's status. */
function saveRow(model: Model, { id, fields, caller, version }: Row): number {
  const found = [...model.movies.values()].filter(
    (movie) => movie.id === id || (fields.tmdbId !== null && movie.fields.tmdbId === fields.tmdbId),
  );
  const [before] = found;
  if (found.length > 1) return 409;
  if (before === undefined) {
    model.movies.set(id, {
      ...{ id, providerId: callers[caller].id, addedAt: null, version, etag: version },
      ...{ fields, stars: new Map(), plays: 0 },
    });
    return 201;
  }
  if (!owns(caller, before)) return 403;
  before.fields = fields;
  before.version = version;
  before.etag = version;
  return 200;
}
