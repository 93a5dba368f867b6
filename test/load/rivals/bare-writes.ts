/** The rows of `POST /movies` by the driver alone: a loop with one commit for each movie, synced as the write store syncs. */
import { Database } from '@marquee/sqlite';
import { openWriteStore } from '@marquee/write-store';
import { type GeneratedMovie, generateMovie } from '../catalogues/generate-movies.js';
import { rivalSettings, sayThatItListens } from './rival-settings.js';

export interface BareWritesSettings {
  /** Made and migrated here. */
  readonly file: string;
  readonly seed: number;
  readonly count: number;
}

const { file, seed, count } = await rivalSettings<BareWritesSettings>();
const store = openWriteStore(`sqlite:${file}`);
await store.migrate();
await store.close();
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('wal_autocheckpoint = 4000');
db.pragma('cache_size = -65536');
const addMovie = db.prepare(
  `INSERT INTO movies (id, version, edited_version, provider_id, title, synopsis, release_date, year, runtime_minutes, rating_count, half_stars, added_at, updated_at)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)`,
);
const addGenre = db.prepare('INSERT INTO movie_genres (movie_id, name, position) VALUES (?, ?, ?)');
const findActor = db
  .prepare<[string], string>('SELECT id FROM actors WHERE name = ? ORDER BY seq')
  .pluck();
const addActor = db.prepare(
  `INSERT INTO actors (id, version, provider_id, name, gender, made_by_name) VALUES (?, ?, ?, ?, 'unknown', 1)`,
);
const addPart = db.prepare(
  `INSERT INTO cast_members (movie_id, actor_id, character_name, billing_order) VALUES (?, ?, '', ?)`,
);
const addChange = db.prepare(
  `INSERT INTO outbox (kind, subject, version, writes, state, attempts, due_at, created_at) VALUES (?, ?, ?, ?, 'pending', 0, 0, ?)`,
);
const addTotals = db.prepare(
  'INSERT INTO total_deltas (covers, deltas, created_at) VALUES (?, ?, ?)',
);
const provider = '01700000-0000-7000-8000-000000000000';

const add = db.transaction(({ input, actors, index }: GeneratedMovie) => {
  const { id, title, synopsis, releaseDate, year, runtimeMinutes } = input;
  const genres = input.genres ?? [];
  const now = Date.now();
  const at = new Date(now).toISOString();
  const version = now * 1_000;
  const cover = (subject: string) => JSON.stringify([{ write: id, subject }]);
  const told = [title, synopsis, releaseDate, year, runtimeMinutes].map((value) => value ?? null);
  addMovie.run(id, version, version, provider, ...told, at, at);
  for (const [position, name] of genres.entries()) addGenre.run(id, name, position);
  actors.forEach((number, order) => {
    const name = input.cast?.[order]?.name ?? `${number}`;
    let actor = findActor.get(name);
    if (actor === undefined) {
      actor = id.slice(0, 24) + (index * 100 + order).toString(16).padStart(12, '0');
      addActor.run(actor, version, provider, name);
      addChange.run('actor', actor, version, cover(`actor:${actor}`), now);
    }
    addPart.run(id, actor, order);
  });
  addChange.run('movie', id, version, cover(`movie:${id}`), now);
  const selections = ['all', `provider:${provider}`, `year:${year}`, ...genres];
  addTotals.run(cover('totals:0'), JSON.stringify(selections.map((name) => [name, 1])), now);
});

let next = 0;
process.on('message', ({ seconds }: { readonly seconds: number }) => {
  const startedAt = performance.now();
  const from = next;
  while (performance.now() < startedAt + seconds * 1_000) {
    add(generateMovie(next, { seed, count }));
    next += 1;
  }
  process.send?.({ writesPerSecond: ((next - from) * 1_000) / (performance.now() - startedAt) });
});
sayThatItListens();
