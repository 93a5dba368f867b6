/** What one would write with an ORM on the same tables: Fastify and TypeORM's `find` with relations, `skip` and `take`. */
import { DataSource, EntitySchema } from 'typeorm';
import type { NormalisedSettings } from './handwritten-sql.js';
import { rivalSettings } from './rival-settings.js';
import { serveOffsetPages } from './serve-offset-pages.js';

interface Movie {
  readonly id: string;
  readonly addedAt: string;
  readonly genres: Genre[];
  readonly cast: CastMember[];
}

interface Genre {
  readonly movie: Movie;
  readonly name: string;
}

interface CastMember {
  readonly movie: Movie;
  readonly actor: { readonly id: string; readonly name: string };
  readonly order: number;
}

const text = { type: 'text' } as const;
const nullableText = { ...text, nullable: true } as const;
const nullableInteger = { type: 'integer', nullable: true } as const;

const Movie = new EntitySchema<Movie & Record<string, unknown>>({
  name: 'Movie',
  tableName: 'movies',
  columns: {
    id: { ...text, primary: true },
    version: { type: 'integer' },
    title: text,
    originalTitle: { ...nullableText, name: 'original_title' },
    tagline: nullableText,
    synopsis: nullableText,
    releaseDate: { ...nullableText, name: 'release_date' },
    year: nullableInteger,
    runtimeMinutes: { ...nullableInteger, name: 'runtime_minutes' },
    language: nullableText,
    posterUrl: { ...nullableText, name: 'poster_url' },
    tmdbId: { ...nullableInteger, name: 'tmdb_id' },
    imdbId: { ...nullableText, name: 'imdb_id' },
    wikipediaTitle: { ...nullableText, name: 'wikipedia_title' },
    providerId: { ...text, name: 'provider_id' },
    addedAt: { ...text, name: 'added_at' },
    updatedAt: { ...text, name: 'updated_at' },
    ratingCount: { type: 'integer', name: 'rating_count' },
    halfStars: { type: 'integer', name: 'half_stars' },
  },
  relations: {
    genres: { type: 'one-to-many', target: 'Genre', inverseSide: 'movie' },
    cast: { type: 'one-to-many', target: 'CastMember', inverseSide: 'movie' },
  },
});
const Genre = new EntitySchema<Genre & Record<string, unknown>>({
  name: 'Genre',
  tableName: 'movie_genres',
  columns: {
    movieId: { ...text, name: 'movie_id', primary: true },
    name: { ...text, primary: true },
    position: { type: 'integer' },
  },
  relations: { movie: { type: 'many-to-one', target: 'Movie', joinColumn: { name: 'movie_id' } } },
});
const CastMember = new EntitySchema<CastMember & Record<string, unknown>>({
  name: 'CastMember',
  tableName: 'cast_members',
  columns: {
    movieId: { ...text, name: 'movie_id', primary: true },
    actorId: { ...text, name: 'actor_id', primary: true },
    character: { ...text, name: 'character_name', primary: true },
    order: { type: 'integer', name: 'billing_order' },
  },
  relations: {
    movie: { type: 'many-to-one', target: 'Movie', joinColumn: { name: 'movie_id' } },
    actor: { type: 'many-to-one', target: 'Actor', joinColumn: { name: 'actor_id' } },
  },
});
const Actor = new EntitySchema({
  name: 'Actor',
  tableName: 'actors',
  columns: { id: { ...text, primary: true }, name: text },
});

const { port, file } = await rivalSettings<NormalisedSettings>();
const source = new DataSource({
  type: 'better-sqlite3',
  database: file,
  readonly: true,
  entities: [Movie, Genre, CastMember, Actor],
});
await source.initialize();
const movies = source.getRepository(Movie);
const total = await movies.count();

await serveOffsetPages({
  ...{ port, total },
  async read(limit, skip) {
    const items = await movies.find({
      relations: { genres: true, cast: { actor: true } },
      // Ordered by a relation, too, it would give too few movies.
      order: { addedAt: 'ASC', id: 'ASC' },
      skip,
      take: limit,
    });
    for (const { cast } of items) cast.sort((a, b) => a.order - b.order);
    return items;
  },
});
