/**
 * What one would write by hand on the normalised tables: Fastify and one statement for a page, which joins the casts and makes
 * JSON of them, with `OFFSET`.
 */
import { Database } from '@marquee/sqlite';
import { rivalSettings } from './rival-settings.js';
import { serveOffsetPages } from './serve-offset-pages.js';

export interface NormalisedSettings {
  readonly file: string;
}

const pageSql = `
SELECT m.id, m.version, m.title, m.original_title AS originalTitle, m.tagline, m.synopsis,
  m.release_date AS releaseDate, m.year, m.runtime_minutes AS runtimeMinutes, m.language,
  m.poster_url AS posterUrl, m.tmdb_id AS tmdbId, m.imdb_id AS imdbId, m.wikipedia_title AS wikipediaTitle,
  m.provider_id AS providerId, m.added_at AS addedAt, m.updated_at AS updatedAt,
  m.rating_count AS ratingCount, m.half_stars AS halfStars,
  (SELECT json_group_array(g.name ORDER BY g.position) FROM movie_genres g WHERE g.movie_id = m.id) AS genres,
  (SELECT json_group_array(json_object('actorId', a.id, 'name', a.name,
      'character', nullif(c.character_name, ''), 'order', c.billing_order) ORDER BY c.billing_order)
    FROM cast_members c JOIN actors a ON a.id = c.actor_id WHERE c.movie_id = m.id) AS "cast"
FROM (SELECT * FROM movies ORDER BY added_at, id LIMIT ? OFFSET ?) m
ORDER BY m.added_at, m.id`;

interface Row {
  readonly genres: string;
  readonly cast: string;
}

const { port, file } = await rivalSettings<NormalisedSettings>();
const db = new Database(file, { readonly: true });
db.pragma('cache_size = -65536');
const page = db.prepare<[number, number], Row>(pageSql);
const total = db.prepare<[], number>('SELECT count(*) FROM movies').pluck().get();

await serveOffsetPages({
  ...{ port, total },
  read: (limit, skip) =>
    page.all(limit, skip).map((row) => ({
      ...row,
      genres: JSON.parse(row.genres),
      cast: JSON.parse(row.cast),
    })),
});
